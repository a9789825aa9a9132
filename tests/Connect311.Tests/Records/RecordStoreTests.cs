using Connect311.Api.Databases;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Disputes;
using Connect311.Api.Triage.Holds;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Records;

/// <summary>What is erased is gone from every table, the chain stays whole, and a hold keeps all.</summary>
public abstract class RecordStoreTests
{
    private readonly TestDatabase _test;
    private readonly Database _database;
    private readonly RecordStore _store;

    protected RecordStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _test = database;
        _database = database.Database;
        _store = new(_database, new(_database));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contact_goes_and_the_words_stay()
    {
        var id = await ClosedAsync();
        Assert.True(await EraseAsync(id, ErasureScopes.Contact));

        var row = await _database.RowAsync(id);
        Assert.Equal((ErasureScopes.Contact, "MARKER pothole."), (row.ErasedScopes, row.Description));
        Assert.Equal(0, await _database.CountAsync("SELECT COUNT(*) FROM Contact WHERE RequestId = @value;", id));
        Assert.Equal(0, await _database.CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE Id = @value AND BodyHash <> '';", id));
        Assert.All((await _database.EventsAsync(id)).SkipLast(1), line => Assert.NotNull(line.Salt));
        await AssertSoundAsync(id, "contact");
    }

    [Fact]
    public async Task A_residents_own_words_go_and_those_of_staff_stay()
    {
        var id = await ClosedAsync();
        Assert.True(await EraseAsync(id, ErasureScopes.OwnWords));

        var events = await _database.EventsAsync(id);
        Assert.Equal([false, true, true], events.Select(line => line.Content is not null));
        Assert.Equal(events.Select(line => line.Content is null), events.Select(line => line.Salt is null));
        Assert.Equal((null, null, null), await WordsAsync(id));
        await AssertSoundAsync(id, "own-words");
    }

    [Fact]
    public async Task All_words_go_with_whoever_wrote_them()
    {
        var id = await ClosedAsync();
        Assert.True(await EraseAsync(id, ErasureScopes.FreeText));

        Assert.Equal([false, false, true], (await _database.EventsAsync(id)).Select(line => line.Content is not null));
        Assert.Equal(ErasureScopes.FreeText | ErasureScopes.OwnWords, (await _database.RowAsync(id)).ErasedScopes);
        await AssertSoundAsync(id, "free-text");
    }

    [Fact]
    public async Task A_whole_request_is_gone_but_for_its_chain()
    {
        var id = await ClosedAsync();
        Assert.True(await EraseAsync(id, ErasureScope.Whole(ErasureScopes.Request)));

        var row = await _database.RowAsync(id);
        Assert.True(row.IsGone);
        Assert.Equal(("", "", "confidential", "|"), (row.ServiceType, row.Department, row.Visibility, row.Areas));
        Assert.Equal((null, null, null), (row.Latitude, row.ClosedAt, row.Outcome));
        await AssertSoundAsync(id, "contact,own-words,free-text,photos,request");
    }

    [Fact]
    public async Task A_hold_that_comes_first_keeps_all()
    {
        var id = await ClosedAsync();
        var seen = await _database.RowAsync(id);
        Assert.True(await _store.HoldAsync(seen, isHeld: true, "Docket 7", "boss", seen.UpdatedAt, Token));
        Assert.False(await EraseAsync(seen, ErasureScopes.Contact));
        var held = await _database.RowAsync(id);
        Assert.False(await EraseAsync(held, ErasureScopes.Contact));
        Assert.Equal(1, await _database.CountAsync("SELECT COUNT(*) FROM Contact WHERE RequestId = @value;", id));

        Assert.True(await _store.HoldAsync(held, isHeld: false, "Settled", "boss", held.UpdatedAt, Token));
        Assert.True(await EraseAsync(id, ErasureScopes.Contact));
        Assert.Null(await _database.FaultOfHistoryAsync(id));
    }

    [Fact]
    public async Task Of_an_erasure_and_a_hold_at_once_one_wins_whole()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = await ClosedAsync();
            var seen = await _database.RowAsync(id);
            var (one, other) = (_test.Open(), _test.Open());
            var done = await Task.WhenAll(
                Task.Run(() => new RecordStore(one, new(one)).EraseAsync(seen, ErasureScopes.FreeText, ErasureCause.Period, "test", seen.UpdatedAt, Token)),
                Task.Run(() => new RecordStore(other, new(other)).HoldAsync(seen, isHeld: true, "Docket 7", "boss", seen.UpdatedAt, Token)));

            Assert.Single(done, won => won);
            var row = await _database.RowAsync(id);
            Assert.Equal((done[0], done[1]), (row.Description is null, row.LegalHoldAt is not null));
            Assert.Null(await _database.FaultOfHistoryAsync(id));
        }
    }

    [Fact]
    public async Task What_is_due_comes_once_page_by_page_the_oldest_first()
    {
        var type = $"type.n{NextId()}";
        var ids = new List<long>();
        foreach (var day in new[] { 3, 1, 2, 2 })
        {
            ids.Add(await ClosedAsync(type, Noon.AddDays(day)));
        }

        await ClosedAsync(type, Noon.AddDays(9));
        await _database.StoredAsync(NewRequest(serviceType: type));
        var expected = new[] { ids[1], ids[2], ids[3], ids[0] };
        Assert.Equal(expected, await DueAsync(type, ErasureScopes.Contact, 1));
        Assert.Equal(expected, await DueAsync(type, ErasureScopes.FreeText, 3));

        Assert.True(await EraseAsync(ids[2], ErasureScopes.FreeText));
        Assert.Equal([ids[1], ids[3], ids[0]], await DueAsync(type, ErasureScopes.FreeText, 2));
        Assert.Equal(expected, await DueAsync(type, ErasureScopes.Contact, 2));
    }

    [Fact]
    public async Task The_ledger_tells_what_was_erased_since_a_day_once()
    {
        var since = (await ClosedAsync(), await ClosedAsync());
        var at = Noon.AddYears(Random.Shared.Next(10, 5_000));
        foreach (var id in new[] { since.Item1, since.Item2, since.Item1 })
        {
            var seen = await _database.RowAsync(id);
            Assert.True(await _store.EraseAsync(seen, ErasureScopes.Contact, ErasureCause.Forgotten, "resident", at, Token));
        }

        var lines = new List<LedgerRow>();
        for (var page = await _store.LedgerAsync(at, null, 2, Token); page.Count > 0; page = await _store.LedgerAsync(at, lines[^1], 2, Token))
        {
            lines.AddRange(page);
        }

        Assert.Equal([(since.Item1, 3), (since.Item1, 4), (since.Item2, 3)], lines.Where(line => line.At == at).Select(line => (line.RequestId, line.EventNumber)));
    }

    [Fact]
    public async Task What_is_written_after_an_erasure_is_due_again_and_goes_with_the_next()
    {
        var type = $"type.n{NextId()}";
        var id = await ClosedAsync(type);
        Assert.True(await EraseAsync(id, ErasureScopes.FreeText));
        Assert.Empty(await DueAsync(type, ErasureScopes.FreeText, 5));
        var dispute = new StaffAction(Lifecycle.Dispute) { Text = "MARKER again.", Facts = new() { Reason = DisputeReason.NotFixed } };
        Assert.True(await _database.ActOnAsync(await _database.RowAsync(id), dispute, Noon.AddDays(2)));
        Assert.Equal(ErasureScopes.None, (await _database.RowAsync(id)).ErasedScopes);
        Assert.Equal([id], await DueAsync(type, ErasureScopes.FreeText, 5));

        Assert.True(await EraseAsync(id, ErasureScopes.OwnWords));
        Assert.Equal([false, false, true, false, true], (await _database.EventsAsync(id)).Select(line => line.Content is not null));
        Assert.True(await _database.ActAsync(id, Lifecycle.RejectDispute, note: "MARKER of staff", at: Noon.AddDays(4)));
        Assert.Equal(ErasureScopes.OwnWords, (await _database.RowAsync(id)).ErasedScopes);
        Assert.True(await EraseAsync(id, ErasureScopes.FreeText));
        Assert.Equal(6, (await _database.EventsAsync(id)).Count(line => line.Content is null));
        Assert.Empty(await DueAsync(type, ErasureScopes.FreeText, 5));
        Assert.Null(await _database.FaultOfHistoryAsync(id));
        Assert.Equal(6, await _database.CountAsync("SELECT COUNT(*) FROM EventDetail d JOIN ServiceRequestEvent e ON e.Position = d.Position WHERE e.RequestId = @value AND d.ErasedAt IS NOT NULL;", id));
    }

    [Fact]
    public async Task A_legal_hold_writes_words_of_its_own_and_a_wish_none()
    {
        var id = await ClosedAsync();
        Assert.True(await EraseAsync(id, ErasureScopes.FreeText));
        var seen = await _database.RowAsync(id);
        Assert.True(await _store.AskToForgetAsync(seen, "resident", seen.UpdatedAt, Token));
        Assert.Equal(ErasureScopes.FreeText | ErasureScopes.OwnWords, (await _database.RowAsync(id)).ErasedScopes);
        seen = await _database.RowAsync(id);
        Assert.True(await _store.HoldAsync(seen, isHeld: true, "Docket MARKER", "boss", seen.UpdatedAt, Token));
        Assert.Equal(ErasureScopes.OwnWords, (await _database.RowAsync(id)).ErasedScopes);
    }

    [Theory]
    [InlineData("public", "exact", true, "exact")]
    [InlineData("public", "block", false, "block")]
    [InlineData("limited", "exact", false, "area")]
    [InlineData("limited", "block", false, "block")]
    [InlineData("confidential", "exact", false, "area")]
    [InlineData("confidential", "area", false, "area")]
    public async Task An_exact_place_goes_with_the_words_unless_it_is_published_so(string visibility, string publicPlace, bool isKept, string left)
    {
        var request = await _database.StoredAsync(NewRequest(change: row => row with
        {
            Visibility = visibility,
            Latitude = 40.7,
            Longitude = -73.9,
            AccuracyMetres = 5,
            LocationSource = "gps",
            Cell = 7,
            PublicLatitude = publicPlace == "area" ? null : 40.71,
            PublicLongitude = publicPlace == "area" ? null : -73.91,
            PublicPlace = publicPlace,
        }));
        var id = request.Row.Id;
        Assert.True(await _database.ActAsync(id, Lifecycle.Close, "fixed"));
        Assert.True(await EraseAsync(id, ErasureScopes.Contact));
        Assert.Equal(40.7, (await _database.RowAsync(id)).Latitude);
        Assert.True(await EraseAsync(id, ErasureScopes.OwnWords));
        var row = await _database.RowAsync(id);
        Assert.Equal(
            isKept ? (40.7, -73.9, 5, "gps", 7) : (default(double?), default(double?), default(double?), default(string), default(long?)),
            (row.Latitude, row.Longitude, row.AccuracyMetres, row.LocationSource, row.Cell));
        Assert.Equal(
            left == "area" ? (default(double?), default(double?), left) : (40.71, -73.91, left),
            (row.PublicLatitude, row.PublicLongitude, row.PublicPlace));
        Assert.Equal("|borough:brooklyn|", row.Areas);
    }

    [Theory]
    [InlineData(ErasureScopes.OwnWords)]
    [InlineData(ErasureScopes.FreeText)]
    public async Task The_cells_of_an_imported_row_go_with_the_first_words(object scope)
    {
        var request = NewRequest();
        await _database.StoredAsync(request with { Imported = new(request.Row.Id, "61", "headings", """["MARKER Street 5"]""") });
        var id = request.Row.Id;
        Assert.True(await _database.ActAsync(id, Lifecycle.Close, "fixed"));
        Assert.True(await EraseAsync(id, ErasureScopes.Contact));
        Assert.Equal(1, await CellsAsync("LIKE '%MARKER%'"));
        Assert.True(await EraseAsync(id, (ErasureScopes)scope));
        Assert.Equal(1, await CellsAsync("= '[]'"));

        Task<int> CellsAsync(string are) => _database.CountAsync($"SELECT COUNT(*) FROM ImportedRow WHERE RequestId = @value AND ExternalId = '61' AND Cells {are};", id);
    }

    [Fact]
    public async Task By_which_hold_it_came_in_is_forgotten_once_it_waits_no_more()
    {
        var (id, holds) = await HeldBackAsync();
        Assert.True(await EraseAsync(id, ErasureScopes.Contact));
        Assert.NotNull(await holds.FindOfAsync(new(id), Token));

        Assert.True(await _database.ActAsync(id, Lifecycle.Cancel, Cancellation.Abuse, "An advertisement.", Noon.AddDays(2)));
        var seen = await _database.RowAsync(id);
        Assert.True(await _store.HoldAsync(seen, isHeld: true, "Docket 7", "boss", seen.UpdatedAt, Token));
        await _store.ForgetHeldAsync(id, Noon.AddDays(2), Token);
        Assert.NotNull(await holds.FindOfAsync(new(id), Token));
        seen = await _database.RowAsync(id);
        Assert.True(await _store.HoldAsync(seen, isHeld: false, "Settled", "boss", seen.UpdatedAt, Token));
        await _store.ForgetHeldAsync(id, Noon.AddDays(2), Token);
        Assert.Null(await holds.FindOfAsync(new(id), Token));
    }

    [Fact]
    public async Task By_which_hold_it_came_in_is_kept_as_long_as_the_contact()
    {
        var (id, holds) = await HeldBackAsync();
        Assert.True(await _database.ActAsync(id, Lifecycle.Cancel, Cancellation.Abuse, "An advertisement.", Noon.AddDays(2)));
        Assert.True(await EraseAsync(id, ErasureScopes.Photos));
        Assert.True(await EraseAsync(id, ErasureScopes.FreeText));
        Assert.NotNull(await holds.FindOfAsync(new(id), Token));
        Assert.True(await EraseAsync(id, ErasureScopes.Contact));
        Assert.Null(await holds.FindOfAsync(new(id), Token));
    }

    [Theory]
    [InlineData(ErasureScopes.OwnWords)]
    [InlineData(ErasureScopes.FreeText)]
    public async Task By_which_hold_it_came_in_goes_with_the_words_where_the_contact_went_before(object scope)
    {
        var (id, holds) = await HeldBackAsync();
        Assert.True(await EraseAsync(id, ErasureScopes.Contact));
        Assert.True(await _database.ActAsync(id, Lifecycle.Cancel, Cancellation.Abuse, "An advertisement.", Noon.AddDays(2)));
        Assert.NotNull(await holds.FindOfAsync(new(id), Token));
        Assert.True(await EraseAsync(id, (ErasureScopes)scope));
        Assert.Null(await holds.FindOfAsync(new(id), Token));
    }

    [Fact]
    public async Task Every_type_of_which_a_request_ended_is_named_once_in_order()
    {
        var mark = $"zz{NextId()}";
        foreach (var type in new[] { $"{mark}.b", $"{mark}.a", $"{mark}.b", $"{mark}.A" })
        {
            await ClosedAsync(type);
        }

        await _database.StoredAsync(NewRequest(serviceType: $"{mark}.open"));
        var types = new List<string>();
        await foreach (var type in _store.TypesAsync(Token))
        {
            types.Add(type);
        }

        Assert.Equal([$"{mark}.A", $"{mark}.a", $"{mark}.b"], types.Where(type => type.StartsWith(mark, StringComparison.Ordinal)));
        Assert.Equal(types.Order(StringComparer.Ordinal), types);
    }

    private async Task<List<long>> DueAsync(string type, ErasureScopes scope, int take)
    {
        var found = new List<DueRow>();
        for (var page = await PageAsync(null); page.Count > 0; page = await PageAsync(found[^1]))
        {
            found.AddRange(page);
        }

        return [.. found.Select(row => row.Id)];

        Task<List<DueRow>> PageAsync(DueRow? after) => _store.DueAsync(type, scope, Noon.AddDays(5), after, take, Token);
    }

    private async Task<bool> EraseAsync(long id, ErasureScopes scopes) => await EraseAsync(await _database.RowAsync(id), scopes);

    private Task<bool> EraseAsync(StaffRow seen, ErasureScopes scopes) =>
        _store.EraseAsync(seen, scopes, ErasureCause.Period, "test", seen.UpdatedAt.AddDays(1), Token);

    /// <summary>A report with a contact that waits under a hold.</summary>
    private async Task<(long Id, HoldStore Holds)> HeldBackAsync()
    {
        var holds = new HoldStore(_database, new(_database, TimeProvider.System), new(), TimeProvider.System);
        var hold = new NewHold(Guid.CreateVersion7().ToString("N"), HoldKind.Email, $"hash {NextId()}", "sealed", "Too many.", TimeSpan.FromDays(1));
        Assert.True(await holds.AddAsync(hold, new("boss", "supervisor"), Token));
        var request = NewRequest(wantsNotice: true, change: row => row with { Status = RequestStatus.Submitted, Department = "311" });
        await _database.StoredAsync(request with { Held = new(request.Row.Id, hold.Id) });
        return (request.Row.Id, holds);
    }

    private async Task<long> ClosedAsync(string type = "street-condition.pothole", DateTimeOffset? at = null)
    {
        var request = await _database.StoredAsync(NewRequest(
            serviceType: type, description: "MARKER pothole.", wantsNotice: true, change: row => row with { AddressText = "1 Main St", Latitude = 40.7, Longitude = -73.9 }));
        Assert.True(await _database.ActAsync(request.Row.Id, Lifecycle.Close, "fixed", "MARKER of staff", at));
        return request.Row.Id;
    }

    private async Task<(string?, string?, string?)> WordsAsync(long id)
    {
        var row = await _database.RowAsync(id);
        return (row.Description, row.AddressText, row.Answers);
    }

    private async Task AssertSoundAsync(long id, string scopes)
    {
        Assert.Null(await _database.FaultOfHistoryAsync(id));
        var last = (await _database.EventsAsync(id))[^1];
        Assert.Equal((EventKind.Erased, scopes), (last.Kind, string.Join(',', EventData.Read(last.Data).Erased!)));
        Assert.Equal(1, await _database.CountAsync("SELECT COUNT(*) FROM Erasure WHERE RequestId = @value;", id));
    }
}

public sealed class SqliteRecordStoreTests(SqliteTestDatabase database) : RecordStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerRecordStoreTests(SqlServerTestDatabase database) : RecordStoreTests(database), IClassFixture<SqlServerTestDatabase>;
