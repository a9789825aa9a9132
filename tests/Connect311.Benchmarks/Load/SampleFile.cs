using System.Runtime.CompilerServices;
using Connect311.Api.Databases;

namespace Connect311.Benchmarks.Load;

/// <summary>New York's real reports of the spring of 2026, where the tests find them too.</summary>
internal static class SampleFile
{
    private const string Name = "nyc-2026-q2.csv";

    /// <exception cref="UserErrorException">The file is not there.</exception>
    public static string Path => PathOf(Name);

    /// <summary>Another file of the same folder.</summary>
    /// <exception cref="UserErrorException">The file is not there.</exception>
    public static string PathOf(string name)
    {
        var folder = Environment.GetEnvironmentVariable("CONNECT311_DATA")
            ?? System.IO.Path.Combine(Repository(), "..", "shared", "data");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, name));
        return File.Exists(path)
            ? path
            : throw new UserErrorException($"There is no file {path}: set CONNECT311_DATA to the folder of {name}.");
    }

    private static string Repository([CallerFilePath] string file = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, "..", "..", "..");
}
