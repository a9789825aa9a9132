using System.Data.Common;
using Connect311.Api.Databases;
using Microsoft.Data.Sqlite;
using Polly;
using Polly.Timeout;

namespace Connect311.Tests.Databases;

/// <summary>In what order SQL Server is asked; what it answers is made up.</summary>
public sealed class SchemaUpgradeLockTests
{
    private static readonly SqlServerSchemaSql Sql = SqlServerSchemaSql.Instance;

    [Fact]
    public async Task The_lock_is_taken_before_the_database_is_changed()
    {
        var server = new ScriptedServer { TurnsSnapshotsOn = () => { } };
        Assert.Empty(await UpgradeAsync(server));
        Assert.Equal([Sql.Lock, Sql.HasSnapshots, Sql.TurnSnapshotsOn], server.Asked.Take(3));
        Assert.Equal(Sql.Unlock, server.Asked[^1]);
    }

    [Fact]
    public async Task Servers_that_still_run_are_named_as_what_is_in_the_way()
    {
        var server = new ScriptedServer { TurnsSnapshotsOn = () => throw new TimeoutRejectedException() };
        var refusal = await Assert.ThrowsAsync<UserErrorException>(() => UpgradeAsync(server));
        Assert.EndsWith("while others use d on s: stop the servers first.", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<SchemaScript>> UpgradeAsync(ScriptedServer server) =>
        new SchemaUpgrade(server, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Has the newest schema, and snapshots off.</summary>
    private sealed class ScriptedServer() : SqlServerDatabase("Server=s;Database=d", ResiliencePipeline.Empty)
    {
        public required Action TurnsSnapshotsOn { get; init; }

        public List<string> Asked { get; } = [];

        public override Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
            Task.FromResult<DbConnection>(new Connection(this));

        public int Answer(string sql)
        {
            Asked.Add(sql);
            if (sql == Sql.TurnSnapshotsOn)
            {
                TurnsSnapshotsOn();
            }

            return sql == SchemaSql.SqlServer.HasVersions ? 1
                : sql == SchemaSql.SqlServer.ReadVersion ? SchemaScripts.For(DatabaseEngine.SqlServer)[^1].Number
                : 0;
        }
    }

    private sealed class Connection(ScriptedServer server) : SqliteConnection("Data Source=:memory:")
    {
        public override SqliteCommand CreateCommand() => new Command(server) { Connection = this };
    }

    private sealed class Command(ScriptedServer server) : SqliteCommand
    {
        public override object ExecuteScalar() => server.Answer(CommandText);

        public override int ExecuteNonQuery() => server.Answer(CommandText);
    }
}
