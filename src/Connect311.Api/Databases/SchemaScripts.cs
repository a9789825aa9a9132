using System.Globalization;
using System.Reflection;

namespace Connect311.Api.Databases;

/// <summary>One numbered schema script.</summary>
/// <param name="Number">Its four digits.</param>
/// <param name="Name">The file's name, without the folder.</param>
internal sealed record SchemaScript(int Number, string Name, string Text)
{
    /// <summary>The batches of the script; SQL Server's scripts part them by lines that say GO.</summary>
    public IEnumerable<string> Batches =>
        Text.ReplaceLineEndings("\n")
            .Split("\nGO\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>The schema scripts that the program carries, by engine.</summary>
internal static class SchemaScripts
{
    public static IReadOnlyList<SchemaScript> For(DatabaseEngine engine)
    {
        var folder = engine switch
        {
            DatabaseEngine.Sqlite => "db.sqlite.",
            DatabaseEngine.SqlServer => "db.sqlserver.",
        };
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name, name[folder.Length..]))];
    }

    /// <summary>The upgrade as a script by itself, each step with its line in SchemaVersion.</summary>
    /// <param name="after">The schema number that the database has; 0 for a new one.</param>
    public static IEnumerable<string> ForDba(DatabaseEngine engine, int after)
    {
        var (now, separator) = engine switch
        {
            DatabaseEngine.Sqlite => ("CAST(unixepoch('subsec') * 1000 AS INTEGER)", ""),
            DatabaseEngine.SqlServer => ("SYSUTCDATETIME()", "GO"),
        };
        foreach (var script in For(engine).Where(script => script.Number > after))
        {
            yield return $"-- {script.Name}";
            yield return script.Text.TrimEnd();
            yield return $"INSERT INTO SchemaVersion (Number, Name, AppliedAt) VALUES ({script.Number}, '{script.Name}', {now});";
            yield return separator;
        }
    }

    private static SchemaScript Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
