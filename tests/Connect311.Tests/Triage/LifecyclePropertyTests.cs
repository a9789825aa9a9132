using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Benchmarks.State;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage;

/// <summary>
/// Whatever is done in whatever order: no request leaves the table, the row is the fold of its events, and the history holds.
/// </summary>
public abstract class LifecyclePropertyTests
{
    private readonly TestDatabase _database;

    protected LifecyclePropertyTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_sequence_of_actions_leaves_the_table(int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<string>();
        for (var round = 0; round < 90; round++)
        {
            var status = random.Next(2) == 0 ? RequestStatus.Submitted : RequestStatus.Assigned;
            var id = (await _database.Database.StoredAsync(NewRequest(change: row => row with { Status = status }))).Row.Id;
            for (var step = 0; step < 12; step++)
            {
                var row = await _database.Database.RowAsync(id);
                var ways = Lifecycle.Transitions.Where(line => line.From.Contains(row.Status) && IsStep(line)).ToList();
                var way = ways[random.Next(ways.Count)];
                Assert.True(await _database.Database.ActOnAsync(row, ActionOf(way, random), Noon.AddMinutes(step)));
                seen.Add($"{row.Status} {way.Action}");
                await AssertFoldedAsync(id, way.To);
            }

            Assert.Null(await _database.Database.FaultOfHistoryAsync(id));
        }

        // Every line was gone from every status.
        Assert.Equal(
            Lifecycle.Transitions.Where(IsStep).SelectMany(line => line.From.Select(from => $"{from} {line.Action}")).Order(),
            seen.Order());
    }

    /// <summary>What leaves a request in its department; of what sends it on see RevisionPropertyTests and LifecycleWalkTests.</summary>
    private static bool IsStep(Transition line) => line.Action is not (Lifecycle.Release or Lifecycle.Reroute or Lifecycle.Transfer);

    private static StaffAction ActionOf(Transition way, Random random) => new(
        way.Action,
        way.Outcomes.Count > 0 ? way.Outcomes[random.Next(way.Outcomes.Count)] : way.Needs.Contains(StepMember.Outcome) ? "fixed" : null,
        random.Next(2) == 0 ? "O'Brien was there." : null)
    {
        WaitingFor = way.Action == Lifecycle.Wait ? WaitingFor.All[random.Next(WaitingFor.All.Length)] : null,
        Text = way.Needs.Contains(StepMember.Text) ? "Which side?" : null,
        AnswerUntil = way.Action == Lifecycle.Ask ? Noon.AddDays(7) : null,
        Reason = way.Action == Lifecycle.Reopen ? "Not done." : null,
        ExternalId = random.Next(3) == 0 ? $"WO-{random.Next(100)}" : null,
    };

    private async Task AssertFoldedAsync(long id, string status)
    {
        var row = await _database.Database.RowAsync(id);
        var fold = await FoldAsync(id);
        Assert.Equal(status, row.Status);
        Assert.Equal(
            (fold.DisputedAt, fold.Status, fold.Outcome, fold.WaitingFor, fold.AnswerUntil, fold.ReopenCount, fold.ExternalId, fold.Department),
            (row.DisputedAt?.ToUnixTimeMilliseconds(), row.Status, row.Outcome, row.WaitingFor, row.AnswerUntil?.ToUnixTimeMilliseconds(), row.ReopenCount, row.ExternalId, row.Department));
        Assert.Equal(
            (fold.ClosedAt, fold.UpdatedAt, fold.HeadHash, fold.Kinds.Count, fold.Kinds.Count),
            (row.ClosedAt?.ToUnixTimeMilliseconds(), row.UpdatedAt.ToUnixTimeMilliseconds(), row.HeadHash, row.Version, row.EventCount));
        Assert.Equal(RequestStatus.IsOpen(row.Status) ? 1 : 0, await _database.Database.CountAsync(
            "SELECT COUNT(*) FROM ServiceRequest WHERE Id = @value AND IsOpen = 1;", id));
        Assert.Equal(row.Status == RequestStatus.Waiting, row.WaitingFor is not null);
        Assert.Equal(RequestStatus.IsOpen(row.Status), row.Outcome is null);
    }

    /// <summary>The request as its events alone tell it; none of them may be out of the table.</summary>
    private async Task<RequestFold> FoldAsync(long id)
    {
        RequestFold? fold = null;
        foreach (var stored in await _database.Database.EventsAsync(id))
        {
            var line = new EventLine(
                stored.Position, stored.RequestId, stored.Number, stored.Kind, stored.At.ToUnixTimeMilliseconds(), stored.Data,
                stored.Digests, stored.PreviousHash, stored.Hash, stored.Salt, stored.Content, ErasedAt: null);
            fold ??= line.Begin();
            Assert.Null(line.FaultAfter(fold));
            line.FoldInto(fold);
        }

        return fold!;
    }
}

public sealed class SqliteLifecyclePropertyTests(SqliteTestDatabase database)
    : LifecyclePropertyTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerLifecyclePropertyTests(SqlServerTestDatabase database)
    : LifecyclePropertyTests(database), IClassFixture<SqlServerTestDatabase>;
