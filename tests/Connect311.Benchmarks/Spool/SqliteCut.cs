using Connect311.Api.Databases;
using Connect311.Benchmarks.Servers;
using Polly;

namespace Connect311.Benchmarks.Spool;

/// <summary>SQLite in a folder that is taken away: nothing is read, nothing written, and no server can start.</summary>
internal sealed class SqliteCut(ServerFolder outer) : IDatabaseCut
{
    private readonly string _away = Path.Combine(outer.Path, "away");

    public ServerFolder Folder { get; } = ServerFolder.Kept(Path.Combine(outer.Path, "database"));

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public Task CutAsync()
    {
        Directory.Move(Folder.Path, _away);

        // A server that starts now would begin a new database; where a file lies, it cannot make a folder.
        File.WriteAllText(Folder.Path, "");
        return Task.CompletedTask;
    }

    public Task MendAsync()
    {
        File.Delete(Folder.Path);
        Directory.Move(_away, Folder.Path);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<StoredReport>> ReadAsync()
    {
        using var database = new SqliteDatabase(Folder.ConnectionString, ResiliencePipeline.Empty);
        return await database.QueryAsync<StoredReport>(SpoolRun.Stored, null, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
