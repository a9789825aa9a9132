using System.Net.Http.Headers;
using System.Text.Json;
using Connect311.Benchmarks.Seeding;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Queue;

/// <summary>What a run of <c>queue</c> is to do.</summary>
/// <param name="Pages">How often each page is read in a round.</param>
internal sealed record QueuePlan(int Rounds, int Pages, SeedPlan Seed);

/// <summary>Reads the same pages of two servers in turn, one request at a time.</summary>
internal sealed class QueueRun(QueuePlan plan, SeededDatabases databases)
{
    private const string Differs = "pages that differ between the databases";
    private const int QuestionsAreRarer = 20;
    private const string Route = $"/v1/departments/{SeededDatabases.Department}/queue";

    public Anomalies Anomalies { get; } = new(Differs);

    public QueuePageTimes FirstOfSmall { get; private set; } = null!;

    public QueuePageTimes FirstOfLarge { get; private set; } = null!;

    public QueuePageTimes TenthOfSmall { get; private set; } = null!;

    public QueuePageTimes TenthOfLarge { get; private set; } = null!;

    /// <summary>The other questions, each asked of both servers.</summary>
    public IReadOnlyList<(QueueQuestion Question, QueuePageTimes Small, QueuePageTimes Large)> Questions { get; private set; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await databases.ReadThroughAsync(cancellationToken);
        await using var smallServer = ServerProcess.Start(databases.Small);
        await using var largeServer = ServerProcess.Start(databases.Large);
        using var small = Client(await smallServer.Address);
        using var large = Client(await largeServer.Address);
        FirstOfSmall = new(small, await PageAsync(small, 1, cancellationToken));
        FirstOfLarge = new(large, await PageAsync(large, 1, cancellationToken));
        TenthOfSmall = new(small, await PageAsync(small, 10, cancellationToken));
        TenthOfLarge = new(large, await PageAsync(large, 10, cancellationToken));
        Questions = [.. QueueQuestion.All.Select(one => (one, Times(small, one), Times(large, one)))];
        foreach (var (_, one, other) in Questions)
        {
            await CompareAsync(one, other, cancellationToken);
        }

        await CompareAsync(FirstOfSmall, FirstOfLarge, cancellationToken);
        await CompareAsync(TenthOfSmall, TenthOfLarge, cancellationToken);
        for (var round = 0; round <= plan.Rounds; round++)
        {
            // The first one warms up.
            await RoundAsync(counts: round > 0, cancellationToken);
        }
    }

    /// <summary>In turn, so that what disturbs the machine disturbs all alike.</summary>
    private async Task RoundAsync(bool counts, CancellationToken cancellationToken)
    {
        QueuePageTimes[] pages = [FirstOfSmall, FirstOfLarge, TenthOfSmall, TenthOfLarge];
        for (var i = 0; i < plan.Pages; i++)
        {
            foreach (var page in pages)
            {
                await page.ReadAsync(cancellationToken);
            }
        }

        QueuePageTimes[] questions = [.. Questions.SelectMany(one => new[] { one.Small, one.Large })];
        for (var i = 0; i < Math.Max(10, plan.Pages / QuestionsAreRarer); i++)
        {
            foreach (var question in questions)
            {
                await question.ReadAsync(cancellationToken);
            }
        }

        foreach (var page in pages.Concat(questions))
        {
            page.EndRound(counts);
        }
    }

    private async Task CompareAsync(QueuePageTimes small, QueuePageTimes large, CancellationToken cancellationToken)
    {
        var (one, other) = (await small.ReadAsync(cancellationToken), await large.ReadAsync(cancellationToken));
        if (one != other)
        {
            Anomalies.Add(Differs, $"{one[..Math.Min(300, one.Length)]} | {other[..Math.Min(300, other.Length)]}");
        }
    }

    private static QueuePageTimes Times(HttpClient client, QueueQuestion question) =>
        new(client, new(Route + question.Query, UriKind.Relative));

    /// <summary>The address of a page: to the tenth one goes from page to page, as staff do.</summary>
    private static async Task<Uri> PageAsync(HttpClient client, int number, CancellationToken cancellationToken)
    {
        var page = new Uri(Route, UriKind.Relative);
        for (var i = 1; i < number; i++)
        {
            using var json = JsonDocument.Parse(await client.GetStringAsync(page, cancellationToken));
            page = new($"{Route}?cursor={json.RootElement.GetProperty("nextCursor").GetString()}", UriKind.Relative);
        }

        return page;
    }

    private static HttpClient Client(Uri server)
    {
        var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"demo-agent-{SeededDatabases.Department}");
        return client;
    }
}
