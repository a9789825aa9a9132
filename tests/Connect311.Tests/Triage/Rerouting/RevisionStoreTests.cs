using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Rerouting;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Staff;
using Microsoft.AspNetCore.DataProtection;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Rerouting;

public abstract class RevisionStoreTests
{
    private const string Spelled = "O'Brien's \"corner\" 🕳 -- '); DROP";

    private readonly TestDatabase _database;

    protected RevisionStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_column_comes_back_as_it_was_revised()
    {
        var request = await FindAsync(await StoredAsync());
        Assert.Equal(("submitted", 1, "DOT"), (request.Decided is RevisedData ? "revised" : "submitted", request.Number, request.Held.Department));
        var revision = SentOn(request);

        var hash = await (await StoreAsync()).ReviseAsync(request.Row, revision, isForwarded: true, Token);

        var found = await FindAsync(request.Row.Id);
        Assert.Equal(revision.After with { Version = 2, EventCount = 2, HeadHash = hash! }, found.Row);
        Assert.Equal((2, "NYPD", "DOT"), (found.Number, found.RulesSay, ((RevisedData)found.Decided).From!.Department));
        Assert.Equal("DEP", found.Proposed!.Department);
        Assert.Null(await _database.Database.FaultOfHistoryAsync(request.Row.Id));
    }

    [Fact]
    public async Task A_request_that_is_sent_on_belongs_to_nobody_there_yet()
    {
        var request = await FindAsync(await StoredAsync());
        await _database.Database.WriteAsync(
            new Write().Run("UPDATE ServiceRequest SET Assignee = 'ana', ClaimToken = 7 WHERE Id = @Id;", new StaffSql.IdParameters(request.Row.Id)), Token);

        await (await StoreAsync()).ReviseAsync(request.Row, SentOn(request), isForwarded: false, Token);

        Assert.Equal(1, await _database.Database.CountAsync(
            "SELECT COUNT(*) FROM ServiceRequest WHERE Id = @value AND Assignee IS NULL AND ClaimToken = 7;", request.Row.Id));
    }

    [Fact]
    public async Task Messages_stand_in_the_same_commit_for_whom_they_concern()
    {
        var loud = await FindAsync(await StoredAsync(wantsNotice: true));
        var silent = await FindAsync(await StoredAsync());
        var store = await StoreAsync();
        await store.ReviseAsync(loud.Row, SentOn(loud), isForwarded: true, Token);
        await store.ReviseAsync(silent.Row, SentOn(silent), isForwarded: false, Token);

        Assert.Equal(1, await OutboxAsync(loud.Row.Id, "notify"));
        Assert.Equal(1, await OutboxAsync(loud.Row.Id, "forward"));
        Assert.Equal(0, await OutboxAsync(silent.Row.Id, "notify") + await OutboxAsync(silent.Row.Id, "forward"));
    }

    [Fact]
    public async Task A_contact_is_changed_or_made_for_an_apartment()
    {
        var known = await FindAsync(await StoredAsync(wantsNotice: true));
        var unknown = await FindAsync(await StoredAsync());
        var contacts = await ContactsAsync();
        var store = await StoreAsync();
        foreach (var request in new[] { known, unknown })
        {
            await store.ReviseAsync(request.Row, SentOn(request) with { Contact = contacts.WithUnit(null, "4B") }, isForwarded: false, Token);
            var content = await new StaffStore(_database.Database).FindContactAsync(new(request.Row.Id), Token);
            Assert.Equal("4B", contacts.Open(content!).Unit);
            Assert.Null(contacts.WithUnit(content, "4B"));
        }

        Assert.Equal(1, await _database.Database.CountAsync("SELECT COUNT(*) FROM Contact WHERE RequestId = @value AND WantsNotice = 1;", known.Row.Id));
        Assert.Equal(1, await _database.Database.CountAsync("SELECT COUNT(*) FROM Contact WHERE RequestId = @value AND WantsNotice = 0;", unknown.Row.Id));
    }

    [Fact]
    public async Task Of_two_who_revise_the_same_version_at_once_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var request = await FindAsync(await StoredAsync(wantsNotice: true));
            var (one, other) = (await StoreAsync(_database.Open()), _database.Open());

            var done = await Task.WhenAll(
                Task.Run(async () => await one.ReviseAsync(request.Row, SentOn(request), isForwarded: true, Token) is not null),
                Task.Run(() => other.ActOnAsync(request.Row, Lifecycle.Acknowledge)));

            Assert.Single(done, won => won);
            Assert.Equal(done[0] ? "NYPD" : "DOT", (await _database.Database.RowAsync(request.Row.Id)).Department);
            Assert.Equal(done[0] ? 1 : 0, await OutboxAsync(request.Row.Id, "forward"));
            Assert.Null(await _database.Database.FaultOfHistoryAsync(request.Row.Id));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_revision_whose_reply_was_lost_is_known_as_our_own(int times)
    {
        var request = await FindAsync(await StoredAsync(wantsNotice: true));
        var database = _database.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times));

        Assert.NotNull(await (await StoreAsync(database)).ReviseAsync(request.Row, SentOn(request), isForwarded: true, Token));

        Assert.Equal((2, 2), ((await _database.Database.RowAsync(request.Row.Id)).Version, (await _database.Database.EventsAsync(request.Row.Id)).Count));
        Assert.Equal(1, await OutboxAsync(request.Row.Id, "notify"));
    }

    [Fact]
    public async Task What_was_proposed_ends_with_the_request()
    {
        var request = await FindAsync(await StoredAsync());
        await (await StoreAsync()).ReviseAsync(request.Row, SentOn(request), isForwarded: false, Token);
        await _database.Database.ActAsync(request.Row.Id, Lifecycle.Acknowledge, at: Noon.AddHours(2));
        Assert.NotNull((await FindAsync(request.Row.Id)).Proposed);
        await _database.Database.ActAsync(request.Row.Id, Lifecycle.Close, "fixed", at: Noon.AddHours(3));
        Assert.Null((await FindAsync(request.Row.Id)).Proposed);
        Assert.Null((await _database.Database.RowAsync(request.Row.Id)).ProposedRuleSetVersion);
    }

    [Fact]
    public async Task An_unknown_number_is_not_found() => Assert.Null(await (await StoreAsync()).FindAsync(new(1), Token));

    /// <summary>A revision in which every column is another.</summary>
    private static Revision SentOn(DecidedRequest request)
    {
        var after = request.Row with
        {
            ServiceType = "Noise",
            ServiceTypeText = null,
            Visibility = "limited",
            CatalogVersion = 2,
            Department = "NYPD",
            Queue = "night",
            RoutingRule = "noise",
            RuleSetVersion = 3,
            Status = RequestStatus.Assigned,
            Priority = 1,
            IsDanger = true,
            DueAt = Clock.Never,
            AcknowledgeDueAt = Noon.AddHours(2),
            InspectDueAt = Noon.AddHours(3),
            HeldDueAt = Noon.AddDays(1),
            PausedAt = Noon.AddMinutes(59),
            Targets = "2h/3h/24h",
            TargetsVersion = 2,
            ClockMarks = 5,
            UpdatedAt = Noon.AddHours(1),
            Answers = "{\"who\":\"O\\u0027Brien\"}",
            Latitude = 40.1,
            Longitude = -73.2,
            AccuracyMetres = 5.5,
            LocationSource = "map",
            AddressText = Spelled,
            Areas = "|borough:queens|",
            Cell = 77,
            PublicLatitude = 40.1,
            PublicLongitude = -73.2,
            PublicPlace = "exact",
            ProposedDepartment = "DEP",
            ProposedQueue = "day",
            ProposedPriority = 4,
            ProposedRule = "water",
            ProposedRuleSetVersion = 5,
        };
        var data = new RevisedData
        {
            ServiceType = after.ServiceType,
            Channel = after.Channel,
            Status = after.Status,
            Department = after.Department,
            Queue = after.Queue,
            Priority = after.Priority,
            Rule = after.RoutingRule,
            RuleSetVersion = after.RuleSetVersion,
            CatalogVersion = after.CatalogVersion,
            DueAt = after.Clocks.DueAt,
            Clocks = after.Clocks with { DueAt = null },
            Visibility = after.Visibility,
            VisibilityAtIntake = "public",
            AreasVersion = 1,
            DecidedAt = 2,
            RulesSay = "NYPD",
            From = request.Held,
            Proposed = new() { Department = "DEP", Queue = "day", Priority = 4, Rule = "water", RuleSetVersion = 5 },
        };
        return new(after, new(EventKind.Rerouted, Noon.AddHours(1), NewEvent.Json(data), new Dictionary<string, string> { ["actor"] = "ana", ["address"] = Spelled }))
        {
            Clocks = after.Clocks with { NextMarkAt = Noon.AddHours(2) },
        };
    }

    private async Task<long> StoredAsync(bool wantsNotice = false) =>
        (await _database.Database.StoredAsync(NewRequest(wantsNotice: wantsNotice))).Row.Id;

    private async Task<DecidedRequest> FindAsync(long id)
    {
        var found = await (await StoreAsync()).FindAsync(new(id), Token);
        Assert.NotNull(found);
        return found;
    }

    private async Task<RevisionStore> StoreAsync(Database? database = null) =>
        new(database ?? _database.Database, new(database ?? _database.Database), await ContactsAsync());

    private async Task<Contacts> ContactsAsync() => new(Ring, (await StaffWorld.OfAsync(_database.Database)).Keys);

    private static readonly EphemeralDataProtectionProvider Ring = new();

    private Task<int> OutboxAsync(long id, string kind) => _database.Database.CountAsync(
        $"SELECT COUNT(*) FROM Outbox WHERE RequestId = @value AND EventNumber = 2 AND Kind = '{kind}';", id);
}

public sealed class SqliteRevisionStoreTests(SqliteTestDatabase database)
    : RevisionStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerRevisionStoreTests(SqlServerTestDatabase database)
    : RevisionStoreTests(database), IClassFixture<SqlServerTestDatabase>;
