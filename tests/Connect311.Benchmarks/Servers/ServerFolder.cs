namespace Connect311.Benchmarks.Servers;

/// <summary>A database and a key ring of a benchmark's own, gone afterwards unless they are to be kept.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly bool _isKept;

    public ServerFolder() => Path = Directory.CreateTempSubdirectory("connect311-bench-").FullName;

    private ServerFolder(string path) => (Path, _isKept) = (Directory.CreateDirectory(path).FullName, true);

    public string Path { get; }

    public string DatabaseFile => System.IO.Path.Combine(Path, "bench.db");

    public string KeyRing => System.IO.Path.Combine(Path, "keys");

    public string ConnectionString => $"Data Source={DatabaseFile}";

    /// <summary>A folder that stays, made if it is not there.</summary>
    public static ServerFolder Kept(string path) => new(path);

    public void Dispose()
    {
        if (!_isKept)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
