using System.Net;
using System.Text.Json;
using Connect311.Tests.Http;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.ServiceRequests.Spool;

/// <summary>Servers with spools of their own over one database, which can be cut off from all of them.</summary>
internal sealed class SpoolWorld : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-spool-").FullName;
    public List<TestApplication> Nodes { get; } = [];

    private string DatabaseFile => Path.Combine(_folder, "one.db");

    /// <summary>A server; of one name, the same that was stopped.</summary>
    public TestApplication Node(string name = "a", Func<TestApplication, TestApplication>? change = null)
    {
        var node = new TestApplication()
            .With("ConnectionStrings:Connect311", $"Data Source={DatabaseFile}")
            .With("KeyRing:Folder", KeyRing)
            .With("Spool:Use", "true")
            .With("Spool:Folder", FolderOf(name));
        Nodes.Add(change?.Invoke(node) ?? node);
        return Nodes[^1];
    }

    public string KeyRing => Path.Combine(_folder, "keys");

    public string FolderOf(string node) => Path.Combine(_folder, "spool-" + node);

    /// <summary>The database is gone: nothing is read or written.</summary>
    public void Cut() => File.Move(DatabaseFile, DatabaseFile + ".away");

    public void Mend() => File.Move(DatabaseFile + ".away", DatabaseFile);

    /// <summary>Waits until a node's spool has been drained, and gives the answer of a token.</summary>
    public static async Task<HttpResponseMessage> DrainedAsync(TestApplication node, string token)
    {
        using var anybody = node.Anybody();
        return await UntilAsync(node, () => anybody.ReadAsync($"/v1/tokens/{token}"), answer => answer.StatusCode != HttpStatusCode.Accepted);
    }

    /// <summary>Lets seconds of the node's clock pass until it says what is awaited.</summary>
    public static async Task<T> UntilAsync<T>(TestApplication node, Func<Task<T>> ask, Predicate<T> isAwaited)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await ask() is var said && isAwaited(said))
            {
                return said;
            }

            node.Time.Advance(TimeSpan.FromSeconds(1));
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>What a query finds in the database, read beside the servers.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Mode=ReadOnly");
        return (await connection.QueryAsync<T>(sql)).AsList();
    }

    public void Dispose()
    {
        Nodes.ForEach(node => node.Dispose());
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Calls of a phone while the database is gone.</summary>
internal static class SpoolCalls
{
    /// <summary>Submits a report that must be spooled.</summary>
    /// <returns>The whole answer.</returns>
    public static async Task<JsonElement> SpooledAsync(this HttpClient app, string body, string? key = null)
    {
        var response = await app.SubmitAsync(body, key);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode}: {await response.TextAsync()}");
        Assert.NotNull(response.Headers.RetryAfter);
        var answer = await response.JsonAsync();
        Assert.Equal($"/v1/tokens/{answer.Text("token")}", response.Headers.Location!.ToString());
        return answer;
    }
}
