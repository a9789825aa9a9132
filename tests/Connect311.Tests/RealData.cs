using System.Runtime.CompilerServices;

namespace Connect311.Tests;

/// <summary>Real New York data, which is not in the repository: a test that needs a file of it skips by name without it.</summary>
internal static class RealData
{
    private const string Variable = "CONNECT311_DATA";

    public static string PathOf(string name)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Repository(), "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (!File.Exists(path))
        {
            Assert.Skip($"set {Variable} to the folder of {name} to run");
        }

        return path;
    }

    private static string Repository([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "..");
}
