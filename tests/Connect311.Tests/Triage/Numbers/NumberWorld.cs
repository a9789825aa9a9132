using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Numbers;
using Connect311.Api.Triage.Rerouting;
using Connect311.Benchmarks.State;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Staff;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Tests.Triage.Numbers;

/// <summary>Requests of one year with histories of any kind, each made of steps that the lifecycle allows.</summary>
internal sealed class NumberWorld(Database database, int year, Random random)
{
    private static readonly string[] Departments = ["ROADS", "DIGGERS", "POLICE"];
    private static readonly string[] Areas = ["|borough:west|beat:1|", "|beat:2|borough:west|", "|borough:east|", "|beat:2|", "|"];
    private static readonly EphemeralDataProtectionProvider Ring = new();

    private const string EventsOf = """
        SELECT e.Position, e.RequestId, e.Number, e.Kind, e.At, e.Data, e.Digests, e.PreviousHash, e.Hash, d.Salt, d.Content
        FROM ServiceRequestEvent e
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE e.RequestId = @id
        ORDER BY e.Number;
        """;

    private readonly StaffStore _staff = new(database);
    private readonly List<long> _ids = [];

    public static City City { get; } = CityReader.Read(new CityFiles(ReroutingTown.FilesWith("at-once")), 1, 1);

    public static TimeZoneInfo Zone => City.Catalog.City.TimeZone;

    /// <summary>Whether some requests are erased, whole or but for codes and times, once they are closed.</summary>
    public bool Erases { get; init; }

    public DateTimeOffset Now => new(year, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A request of any kind, and what becomes of it.</summary>
    /// <remarks>It comes in on the second of January or later: the first hours of a year in UTC are the year before in the city.</remarks>
    public async Task AddAsync()
    {
        var request = TestRequests.NewRequest(
            serviceType: random.Next(2) == 0 ? "hole.road" : "lamp.out",
            receivedAt: new DateTimeOffset(year, 1, 2, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(random.NextInt64(150L * 24 * 3600 * 1000)),
            change: row => row with
            {
                Department = Departments[random.Next(3)],
                Areas = Areas[random.Next(Areas.Length)],
                Visibility = random.Next(5) == 0 ? "confidential" : "public",
                Channel = random.Next(6) == 0 ? Channel.Import : Channel.Web,
                DueAt = random.Next(3) == 0 ? null : Now.AddHours(random.Next(-50, 50)),
            });
        if (request.Row.Channel == Channel.Import && random.Next(2) == 0)
        {
            request = Closed(request);
        }

        await database.StoredAsync(request);
        _ids.Add(request.Row.Id);
        for (var left = random.Next(12); left > 0; left--)
        {
            await StepAsync(request.Row.Id);
        }

        if (Erases && random.Next(3) > 0 && await database.RowAsync(request.Row.Id) is { ClosedAt: not null } closed)
        {
            var scopes = ErasureScope.Whole(random.Next(2) == 0 ? ErasureScopes.Request : ErasureScopes.FreeText);
            Assert.True(await new RecordStore(database, _staff).EraseAsync(
                closed, scopes, ErasureCause.Period, "test", Now > closed.UpdatedAt ? Now : closed.UpdatedAt, Token));
        }
    }

    /// <summary>The numbers as the events tell them.</summary>
    public async Task<NumbersByEvents> ByEventsAsync()
    {
        var (lines, places) = (new List<EventLine>(), new Dictionary<long, NumberedPlace>());
        foreach (var id in _ids)
        {
            var row = await database.RowAsync(id);
            places.Add(id, new(row.Areas, row.Visibility));
            lines.AddRange((await database.QueryAsync<StoredEvent>(EventsOf, new { id }, Token)).Select(line => line.Line));
        }

        return new(lines, places, Zone, Now);
    }

    /// <summary>A question of any kind about the year.</summary>
    public NumberQuestion Question(string by)
    {
        var from = new DateOnly(year, 1, 1).AddDays(random.Next(100));
        return new()
        {
            By = by,
            AreaSet = random.Next(2) == 0 ? "borough" : "beat",
            From = random.Next(2) == 0 ? new(year, 1, 1) : from,
            To = random.Next(2) == 0 ? new(year, 12, 31) : from.AddDays(random.Next(60)),
            Department = random.Next(3) == 0 ? Departments[random.Next(3)] : null,
            ServiceType = random.Next(4) == 0 ? "hole.road" : null,
            ConfidentialOf = random.Next(2) == 0 ? Departments[random.Next(3)] : null,
        };
    }

    /// <summary>What was closed elsewhere, rarely before it came in.</summary>
    private NewRequest Closed(NewRequest request)
    {
        var at = request.Row.ReceivedAt.AddHours(random.Next(-1, 100));
        var data = new EventData(RequestStatus.Closed, request.Row.Department, "not-recorded");
        var closing = EventChain.Append(
            request.Row.Id, 2, request.First.Hash, new(EventKind.Closed, at, NewEvent.Json(data), new Dictionary<string, string> { ["actor"] = "nyc" }));
        var row = request.Row with { Status = RequestStatus.Closed, Outcome = "not-recorded", ClosedAt = at, EventCount = 2, HeadHash = closing.Hash };
        return request with { Row = row, Closing = closing };
    }

    private async Task StepAsync(long id)
    {
        var seen = await database.RowAsync(id);
        var (at, actor) = ((seen.UpdatedAt > seen.ReceivedAt ? seen.UpdatedAt : seen.ReceivedAt).AddMilliseconds(random.NextInt64(100L * 3600 * 1000)), new[] { "ana", "ben", "cy" }[random.Next(3)]);
        var steps = Lifecycle.Transitions.Where(step => step.From.Contains(seen.Status)
            && step.Action is not (Lifecycle.Reroute or Lifecycle.Release)
            && (step.Action is not (Lifecycle.Cancel or Lifecycle.Withdraw) || random.Next(6) == 0)
            && (step.Action != Lifecycle.Dispute || seen.DisputedAt is null)
            && (step.Action is not (Lifecycle.UpholdDispute or Lifecycle.RejectDispute) || seen.DisputedAt is not null)).ToList();
        if (steps.Count == 0)
        {
            return;
        }

        var action = steps[random.Next(steps.Count)].Action;
        if (action == Lifecycle.Transfer)
        {
            await SendOnAsync(id, actor, at);
            return;
        }

        var step = Step.Of(seen, new StaffAction(action, Outcome: "fixed") { Text = "x", Reason = "x" }, actor, at, StaffClocks.OfStatus(seen, Lifecycle.Of(action).To, at, City.Catalog));
        Assert.True(await _staff.ChangeAsync(seen, step, Token));
    }

    private async Task SendOnAsync(long id, string actor, DateTimeOffset at)
    {
        var store = new RevisionStore(database, _staff, new(Ring, (await StaffWorld.OfAsync(database)).Keys));
        var request = (await store.FindAsync(new(id), Token))!;
        var to = Departments.First(code => code != request.Row.Department);
        var manner = random.Next(3) == 0 ? new TransferManner(Follows: false, Counts: false) : null;
        var transfer = new Transfer { Department = to, Reason = TransferReason.NextStep };
        Assert.NotNull(await store.ReviseAsync(request.Row, Revision.Transferred(request, transfer, new(actor, at, null), 3, City, manner), isForwarded: false, Token));
    }

    private sealed record StoredEvent
    {
        public required long Position { get; init; }

        public required long RequestId { get; init; }

        public required int Number { get; init; }

        public required string Kind { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Data { get; init; }

        public required string Digests { get; init; }

        public required string PreviousHash { get; init; }

        public required string Hash { get; init; }

        public string? Salt { get; init; }

        public string? Content { get; init; }

        public EventLine Line => new(Position, RequestId, Number, Kind, At.ToUnixTimeMilliseconds(), Data, Digests, PreviousHash, Hash, Salt, Content, ErasedAt: null);
    }
}
