using System.CommandLine;
using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Seeding;

/// <summary>How many requests to store, and where.</summary>
/// <param name="Requests">In the large database; 50,000 of them are open.</param>
/// <param name="Keep">A folder that keeps the databases for the next run, or null.</param>
internal sealed record SeedPlan(long Requests, string? Keep)
{
    public static readonly Option<long> RequestsOption = new("--requests")
    {
        Description = "How many requests the large database holds.",
        DefaultValueFactory = _ => 5_000_000,
    };

    public static readonly Option<string?> KeepOption = new("--keep")
    {
        Description = "Keeps the databases in this folder (about 7 GB for 5,000,000 requests), or takes those that lie there. Default: a temporary folder.",
    };

    public static SeedPlan Of(ParseResult parsed) => new(parsed.GetValue(RequestsOption), parsed.GetValue(KeepOption));
}

/// <summary>
/// Two databases with the same 50,000 open requests of one department: one holds nothing else, the other millions of
/// closed ones besides.
/// </summary>
internal sealed class SeededDatabases : IDisposable
{
    public const string Department = "NYPD";

    private const int ReadBuffer = 1 << 20;
    private const string DoneFile = "seeded.txt";

    private SeededDatabases(SeedPlan plan)
    {
        Size = new(plan.Requests);
        Small = plan.Keep is null ? new() : ServerFolder.Kept(Path.Combine(plan.Keep, "small"));
        Large = plan.Keep is null ? new() : ServerFolder.Kept(Path.Combine(plan.Keep, "large"));
    }

    public SeedSize Size { get; }

    public ServerFolder Small { get; }

    public ServerFolder Large { get; }

    /// <exception cref="UserErrorException">They cannot be made, or those that are kept are others.</exception>
    public static async Task<SeededDatabases> PrepareAsync(SeedPlan plan, CancellationToken cancellationToken)
    {
        var databases = new SeededDatabases(plan);
        try
        {
            if (!databases.Size.IsEven)
            {
                throw new UserErrorException("--requests must be 50,000 times 2, 4, 5, 10, 20, 50 or 100.");
            }

            await databases.MakeAsync(plan.Keep is { } keep ? Path.Combine(keep, DoneFile) : null, cancellationToken);
            return databases;
        }
        catch
        {
            databases.Dispose();
            throw;
        }
    }

    /// <summary>Reads both files, so that the system has their pages in memory, as far as it lets them stay.</summary>
    public async Task ReadThroughAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in new[] { Small, Large })
        {
            await using var file = File.OpenRead(folder.DatabaseFile);
            await file.CopyToAsync(Stream.Null, ReadBuffer, cancellationToken);
        }
    }

    public void Dispose()
    {
        Small.Dispose();
        Large.Dispose();
    }

    private async Task MakeAsync(string? doneFile, CancellationToken cancellationToken)
    {
        var newest = SchemaScripts.For(DatabaseEngine.Sqlite)[^1].Number;
        var done = string.Create(CultureInfo.InvariantCulture, $"{Size.Requests} requests, schema {newest}");
        if (doneFile is not null && File.Exists(doneFile))
        {
            var kept = await File.ReadAllTextAsync(doneFile, cancellationToken);
            if (kept != done)
            {
                throw new UserErrorException($"{Path.GetDirectoryName(doneFile)} keeps {kept}, not {done}: delete it, or choose another folder.");
            }

            return;
        }

        await new SeedRun(this, Size).RunAsync(cancellationToken);
        if (doneFile is not null)
        {
            await File.WriteAllTextAsync(doneFile, done, cancellationToken);
        }
    }
}
