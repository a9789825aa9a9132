namespace Connect311.Tests.Http;

/// <summary>A committed document that must say what the code says.</summary>
internal static class SpecFile
{
    private const string Variable = "CONNECT311_UPDATE_SPEC";

    public static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Connect311.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "api-specs", name);
    }

    /// <summary>Compares the file with what the code says; or writes it, where that is asked for.</summary>
    public static void AssertEqual(string name, string expected)
    {
        var path = PathOf(name);
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        var actual = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            expected == actual,
            $"api-specs/{name} is not what the code says, first at line {FirstDifference(expected, actual)}. " +
            $"If the change is wanted, run the tests with {Variable}=1, look at the difference and commit it.");
    }

    private static int FirstDifference(string expected, string actual)
    {
        var same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return expected.AsSpan(0, same).Count('\n') + 1;
    }
}
