namespace Connect311.Benchmarks.Servers;

/// <summary>A database and a key ring of a benchmark's own, gone afterwards.</summary>
internal sealed class ServerFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("connect311-bench-").FullName;

    public string DatabaseFile => System.IO.Path.Combine(Path, "bench.db");

    public string KeyRing => System.IO.Path.Combine(Path, "keys");

    public string ConnectionString => $"Data Source={DatabaseFile}";

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
