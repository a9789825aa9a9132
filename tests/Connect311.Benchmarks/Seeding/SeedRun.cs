using System.Diagnostics;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Seeding;

/// <summary>Makes the two databases: the real server stores some thousand real reports, SQL makes millions of them.</summary>
internal sealed class SeedRun(SeededDatabases databases, SeedSize size)
{
    private const int Samples = 20_000;
    private const int Senders = 32;
    private const long BytesARequest = 1_400;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _told = Stopwatch.GetTimestamp();

    /// <exception cref="UserErrorException">The disk is too small, or it takes too long.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        RequireSpace();
        await StoreSamplesAsync(databases.Small, cancellationToken);
        Copy(databases.Small, databases.Large);
        Fill(cancellationToken);
        Tell($"{size.Requests:N0} requests, {new FileInfo(databases.Large.DatabaseFile).Length / 1e9:N1} GB");
    }

    private static async Task StoreSamplesAsync(ServerFolder folder, CancellationToken cancellationToken)
    {
        File.Delete(folder.DatabaseFile);
        var bodies = new ReportBodies(SampleReports.ReadCity()).Draw(Samples);
        await using var server = ServerProcess.Start(folder);
        using var client = new HttpClient { BaseAddress = await server.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", "demo-app");
        await Parallel.ForEachAsync(
            bodies,
            new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken },
            async (body, token) =>
            {
                using var content = new StringContent(body.Json, Encoding.UTF8, "application/json");
                using var response = await client.PostAsync(new Uri(ReportLoad.Route, UriKind.Relative), content, token);
                response.EnsureSuccessStatusCode();
            });
        await server.StopAsync();
    }

    /// <summary>The key ring goes with the database: its secret keys can only be read with it.</summary>
    public static void Copy(ServerFolder from, ServerFolder to)
    {
        SeedDatabase.Checkpoint(from.DatabaseFile);
        File.Copy(from.DatabaseFile, to.DatabaseFile, overwrite: true);
        Directory.CreateDirectory(to.KeyRing);
        foreach (var file in Directory.EnumerateFiles(from.KeyRing))
        {
            File.Copy(file, Path.Combine(to.KeyRing, Path.GetFileName(file)), overwrite: true);
        }
    }

    private void Fill(CancellationToken cancellationToken)
    {
        using (var large = new SeedDatabase(databases.Large.DatabaseFile))
        {
            large.Fill(size, SeededDatabases.Department, TimeProvider.System.GetUtcNow(), stored => Progress(stored, cancellationToken));
        }

        using var small = new SeedDatabase(databases.Small.DatabaseFile);
        small.CopyOpen(databases.Large.DatabaseFile);
    }

    private void RequireSpace()
    {
        var needed = size.Requests * BytesARequest;
        if (new DriveInfo(databases.Large.Path).AvailableFreeSpace < needed)
        {
            throw new UserErrorException($"{databases.Large.Path} has not the {needed / 1e9:N1} GB that {size.Requests:N0} requests take.");
        }
    }

    private void Progress(long stored, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_began) > Longest)
        {
            throw new UserErrorException($"Making {size.Requests:N0} requests takes more than {Longest.TotalMinutes:N0} minutes here; choose fewer with --requests.");
        }

        if (Stopwatch.GetElapsedTime(_told) > Between)
        {
            Tell($"{stored:N0} of {size.Requests:N0} requests");
        }
    }

    private void Tell(string what)
    {
        _told = Stopwatch.GetTimestamp();
        Console.Error.WriteLine($"seeding: {what}, {Stopwatch.GetElapsedTime(_began).TotalSeconds:N0} s");
    }
}
