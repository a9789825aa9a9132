using Connect311.Api.Databases;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Polly;

namespace Connect311.Tests;

/// <summary>A test class that wants a new database for each of its tests.</summary>
public abstract class FreshDatabaseTests : IAsyncLifetime
{
    protected FreshDatabaseTests(TestDatabase fresh)
    {
        fresh.SkipIfMissing();
        Fresh = fresh;
    }

    protected TestDatabase Fresh { get; }

    public ValueTask InitializeAsync() => Fresh.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Fresh.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A database of its own for a test class: real, empty but for the schema, gone afterwards.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    /// <summary>Why this engine cannot be used here, or null.</summary>
    public virtual string? MissingBecause => null;

    public abstract string ConnectionString { get; }

    /// <summary>Whether it starts with the schema; a test of the upgrade itself begins without.</summary>
    public bool HasSchema { get; init; } = true;

    internal abstract DatabaseEngine Engine { get; }

    internal Database Database { get; private set; } = null!;

    /// <summary>Another <see cref="Database"/> over the same data, as another process would have it.</summary>
    internal Database Open() => Open(new ResiliencePipelineBuilder());

    internal Database Open(ResiliencePipelineBuilder builder)
    {
        DatabaseRegistration.Configure(builder, new DatabaseOptions());
        return Engine switch
        {
            DatabaseEngine.Sqlite => new SqliteDatabase(ConnectionString, builder.Build()),
            DatabaseEngine.SqlServer => new SqlServerDatabase(ConnectionString, builder.Build()),
        };
    }

    public async ValueTask InitializeAsync()
    {
        if (MissingBecause is null)
        {
            await CreateAsync();
            Database = Open();
            if (HasSchema)
            {
                await new SchemaUpgrade(Database, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (MissingBecause is null)
        {
            await DropAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Called by the constructor of each store test class: an engine that is not configured is a named skip.</summary>
    public void SkipIfMissing()
    {
        if (MissingBecause is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    protected abstract Task CreateAsync();

    protected abstract Task DropAsync();
}

public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-").FullName;

    public override string ConnectionString => $"Data Source={Path.Combine(_folder, "test.db")}";

    internal override DatabaseEngine Engine => DatabaseEngine.Sqlite;

    protected override Task CreateAsync() => Task.CompletedTask;

    protected override Task DropAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class SqlServerTestDatabase : TestDatabase
{
    private const string Variable = "CONNECT311_TEST_SQLSERVER";
    private const int Attempts = 10;

    private static readonly SemaphoreSlim Door = new(1);

    private readonly string? _server = Environment.GetEnvironmentVariable(Variable);
    private readonly string _name = $"connect311_test_{Guid.CreateVersion7():N}";

    public override string? MissingBecause => _server is null ? $"set {Variable} to run" : null;

    /// <summary>Many sessions that begin at once take their time on a small machine.</summary>
    public override string ConnectionString =>
        new SqlConnectionStringBuilder(_server) { InitialCatalog = _name, ConnectTimeout = 60 }.ToString();

    internal override DatabaseEngine Engine => DatabaseEngine.SqlServer;

    protected override Task CreateAsync() => PatientlyAsync(() => OnServerAsync($"CREATE DATABASE {_name};"));

    protected override Task DropAsync() => PatientlyAsync(() => OnServerAsync($"DROP DATABASE {_name};"));

    /// <summary>
    /// The server lets go of a closed session a little later than we do, and says "in use" until then. Babelfish makes and drops
    /// databases one at a time, and fails whoever comes second.
    /// </summary>
    private static async Task PatientlyAsync(Func<Task> act)
    {
        await Door.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                SqlConnection.ClearAllPools();
                try
                {
                    await act();
                    return;
                }
                catch (SqlException) when (attempt < Attempts)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), TestContext.Current.CancellationToken);
                }
            }
        }
        finally
        {
            Door.Release();
        }
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new SqlConnection(_server);
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: TestContext.Current.CancellationToken));
    }
}
