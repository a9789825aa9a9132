using Connect311.Api.Databases;
using Connect311.Benchmarks.Servers;
using Dapper;
using Microsoft.Data.SqlClient;
using Polly;

namespace Connect311.Benchmarks.Spool;

/// <summary>A database of a SQL Server, made for the run; the servers reach it through a relay that can be cut.</summary>
internal sealed class SqlServerCut : IDatabaseCut
{
    private const int DropTries = 30;

    private readonly string _server;
    private readonly SqlConnectionStringBuilder _database;
    private readonly TcpRelay _relay;

    private SqlServerCut(string server, ServerFolder folder)
    {
        _server = server;
        _database = new(server) { InitialCatalog = $"connect311_spool_{Guid.CreateVersion7():N}", ConnectTimeout = 30 };
        _relay = new(_database.DataSource);
        Folder = folder;
        Settings = new Dictionary<string, string>
        {
            ["Database:Engine"] = nameof(DatabaseEngine.SqlServer),
            ["ConnectionStrings:Connect311"] = new SqlConnectionStringBuilder(_database.ToString()) { DataSource = _relay.Address }.ToString(),
        };
    }

    public ServerFolder Folder { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public static async Task<SqlServerCut> CreateAsync(string server, ServerFolder folder)
    {
        var cut = new SqlServerCut(server, folder);
        await cut.OnServerAsync($"CREATE DATABASE {cut._database.InitialCatalog};");
        var database = new SqlServerDatabase(cut._database.ToString(), ResiliencePipeline.Empty);
        await new SchemaUpgrade(database, TimeProvider.System).RunAsync(CancellationToken.None);
        return cut;
    }

    public Task CutAsync()
    {
        _relay.Cut();
        return Task.CompletedTask;
    }

    public Task MendAsync()
    {
        _relay.Mend();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<StoredReport>> ReadAsync() => await new SqlServerDatabase(_database.ToString(), ResiliencePipeline.Empty)
        .QueryAsync<StoredReport>(SpoolRun.Stored, null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        for (var left = DropTries; ; left--)
        {
            SqlConnection.ClearAllPools();
            try
            {
                await OnServerAsync($"DROP DATABASE {_database.InitialCatalog};");
                return;
            }
            catch (SqlException inUse) when (left > 0)
            {
                // The server lets go of the sessions of processes that were ended a little later.
                Console.Error.WriteLine(inUse.Message);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new SqlConnection(_server);
        await connection.ExecuteAsync(sql);
    }
}
