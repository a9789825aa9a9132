using System.Diagnostics;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Databases;

/// <summary>Two real processes over one SQLite file.</summary>
public sealed class TwoProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-");

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "shared.db")}";

    [Fact]
    public async Task A_command_works_beside_a_process_that_writes_all_the_time()
    {
        using var database = new SqliteDatabase(ConnectionString, Polly.ResiliencePipeline.Empty);
        await new SchemaUpgrade(database, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(() => WriteUntilAsync(database, ended.Token));

        var outputs = await Task.WhenAll(RunAsync("keys", "create", "one", "--channel", "mobile"), RunAsync("keys", "create", "two", "--channel", "web"));
        await ended.CancelAsync();

        Assert.True(await writing > 0);
        foreach (var output in outputs)
        {
            var key = output.Split('\n')[0].Split(' ')[1].Trim();
            Assert.NotNull(await new ApiKeyStore(database, new(database, TimeProvider.System), TimeProvider.System).FindAsync(key, TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, (await new CityStore(database, new(database, TimeProvider.System), TimeProvider.System).FindAsync(TestContext.Current.CancellationToken))!.Catalog.Version);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static async Task<int> WriteUntilAsync(Database database, CancellationToken ended)
    {
        var store = new IntakeStore(database);
        var stored = 0;
        while (!ended.IsCancellationRequested)
        {
            var outcomes = await store.StoreAsync([TestRequests.NewRequest(), TestRequests.NewRequest()], TestContext.Current.CancellationToken);
            Assert.All(outcomes, outcome => Assert.IsType<IntakeResult.Stored>(outcome.Result));
            stored += outcomes.Count;
        }

        return stored;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Connect311.Api.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__Connect311"] = ConnectionString;
        start.Environment["KeyRing__Folder"] = Path.Combine(_folder.FullName, "keys");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
