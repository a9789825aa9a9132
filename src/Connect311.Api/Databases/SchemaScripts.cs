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
        var scripts = For(engine).Where(script => script.Number > after);
        return engine switch
        {
            DatabaseEngine.Sqlite => ForSqlite(scripts),
            DatabaseEngine.SqlServer => DbaScript.Of(scripts, script => VersionLine(script, "SYSUTCDATETIME()")),
        };
    }

    /// <summary>sqlite3 goes on after an error unless it is told not to, and would commit the rest.</summary>
    private static IEnumerable<string> ForSqlite(IEnumerable<SchemaScript> scripts) =>
    [
        "-- Run with: sqlite3 -bail",
        .. scripts.SelectMany(script => new[]
        {
            $"-- {script.Name}",
            "BEGIN IMMEDIATE;",
            script.Text.TrimEnd(),
            VersionLine(script, "CAST(unixepoch('subsec') * 1000 AS INTEGER)"),
            "COMMIT;",
        }),
    ];

    private static string VersionLine(SchemaScript script, string now) =>
        $"INSERT INTO SchemaVersion (Number, Name, AppliedAt) VALUES ({script.Number}, '{script.Name}', {now});";

    private static SchemaScript Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
