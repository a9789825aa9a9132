namespace Connect311.Benchmarks.Servers;

/// <summary>A database and a key ring of a benchmark's own, gone afterwards.</summary>
internal sealed class ServerFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-bench-").FullName;

    public string DatabaseFile => Path.Combine(_folder, "bench.db");

    public string KeyRing => Path.Combine(_folder, "keys");

    public string ConnectionString => $"Data Source={DatabaseFile}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
