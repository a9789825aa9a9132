using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests;

/// <summary>What intake keeps is what came in, on both engines.</summary>
public abstract class IntakeContentTests
{
    /// <summary>One for all tests of the class: they share the database, and with it the keys.</summary>
    private static readonly EphemeralDataProtectionProvider Protection = new();

    private readonly TestDatabase _database;

    protected IntakeContentTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    public static TheoryData<string> Texts => new(
        "It's O'Brien's \"corner\" -- '; DROP TABLE ServiceRequest; --",
        "'",
        "''''",
        "\"\\\" \\' \\u0027 %_[]{}",
        "hole 🕳️ family 👨‍👩‍👧‍👦 flag 🇺🇸",
        "שלום عليكم ‏(RTL)‏",
        "one\ntwo\r\nthree\ttab",
        "naïve café, cafe\u0301, ﬁ, ß, İ",
        "道路に穴があります",
        new string('x', 4_000),
        new string('\'', 4_000),
        string.Concat(Enumerable.Repeat("🕳", 2_000)));

    [Theory, MemberData(nameof(Texts))]
    public async Task Words_come_back_as_they_were(string text)
    {
        var shorter = text[..Math.Min(text.Length, 400)];
        var request = await _database.Database.StoredAsync(NewRequest(
            description: text, change: row => row with { AddressText = shorter, ServiceTypeText = shorter }));

        var row = await _database.Database.RowAsync(request.Row.Id);

        Assert.Equal(text, row.Description);
        Assert.Equal(shorter, row.AddressText);
        Assert.Equal(shorter, row.ServiceTypeText);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task Words_in_the_history_come_back_as_they_were(string text)
    {
        var request = await _database.Database.StoredAsync(NewRequest(description: text));

        var found = await new StaffStore(_database.Database).FindWithHistoryAsync(new(request.Row.Id), _ => true, TestContext.Current.CancellationToken);

        var line = Assert.Single(found!.Value.History);
        Assert.Equal(request.First.Content, line.Content);
    }

    [Fact]
    public async Task Codes_that_differ_only_in_case_stay_apart()
    {
        string[] codes = ["Elevator", "elevator", "ELEVATOR"];
        foreach (var code in codes)
        {
            await _database.Database.StoredAsync(NewRequest(serviceType: code, change: row => row with { Department = "CASE" }));
        }

        foreach (var code in codes)
        {
            var filter = new QueueFilter { Department = "CASE", ServiceType = code, WithConfidential = false };
            var (rows, _) = await new QueueStore(_database.Database, new()).PageAsync(filter, QueueCursor.Start, 10, TestContext.Current.CancellationToken);
            Assert.Equal(code, Assert.Single(rows).ServiceType);
        }
    }

    [Theory]
    [InlineData("elevator ")]
    [InlineData(" elevator")]
    [InlineData("elevator\u00a0")]
    [InlineData("elevator\u200b")]
    [InlineData("еlevator")]
    public async Task A_lookalike_code_comes_back_as_it_was(string code)
    {
        var request = await _database.Database.StoredAsync(NewRequest(serviceType: code));

        Assert.Equal(code, (await _database.Database.RowAsync(request.Row.Id)).ServiceType);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(999)]
    public async Task Times_keep_their_milliseconds(int milliseconds)
    {
        var at = Noon.AddMilliseconds(milliseconds);
        var request = await _database.Database.StoredAsync(NewRequest(
            receivedAt: at, change: row => row with { ReportedAt = at.AddMinutes(-3), DueAt = at.AddDays(2) }));

        var row = await _database.Database.RowAsync(request.Row.Id);

        Assert.Equal(at, row.ReceivedAt);
        Assert.Equal(at, row.UpdatedAt);
        Assert.Equal(at.AddMinutes(-3), row.ReportedAt);
        Assert.Equal(at.AddDays(2), row.DueAt);
        Assert.Equal(TimeSpan.Zero, row.ReceivedAt.Offset);
    }

    [Fact]
    public async Task The_clock_is_read_without_what_the_columns_cannot_keep()
    {
        var time = new FakeTimeProvider(Noon.AddTicks(1_239_999));
        var request = await _database.Database.StoredAsync(NewRequest(receivedAt: time.Now()));

        Assert.Equal(Noon.AddMilliseconds(123), (await _database.Database.RowAsync(request.Row.Id)).ReceivedAt);
    }

    [Fact]
    public async Task The_first_event_holds_the_decision_and_the_row_holds_its_hash()
    {
        var request = await _database.Database.StoredAsync(NewRequest(
            change: row => row with { Queue = "night", Priority = 2, DueAt = Noon.AddDays(1), RoutingRule = "night-crew", RuleSetVersion = 7 }));

        var (row, history) = (await new StaffStore(_database.Database).FindWithHistoryAsync(new(request.Row.Id), _ => true, TestContext.Current.CancellationToken))!.Value;
        var decision = SubmittedData.Read(Assert.Single(history).Data);

        Assert.Equal(request.Receipt.Data, decision);
        Assert.Equal(("DOT", "night", 2, "night-crew", 7), (decision.Department, decision.Queue, decision.Priority, decision.Rule, decision.RuleSetVersion));
        Assert.Equal((1, 1, request.First.Hash), (row.EventCount, row.Version, row.HeadHash));
    }

    [Fact]
    public async Task The_clocks_are_stored_with_the_request()
    {
        var request = await _database.Database.StoredAsync(NewRequest(change: row => row with
        {
            DueAt = Noon.AddDays(3),
            AcknowledgeDueAt = Noon.AddHours(2),
            InspectDueAt = Noon.AddHours(10),
            Targets = "2h/10h/3d",
            CatalogVersion = 7,
            ClockMarks = ClockMarks.Inspected,
            NextMarkAt = Noon.AddMinutes(96),
        }));

        var row = await _database.Database.RowAsync(request.Row.Id);

        Assert.Equal((Noon.AddHours(2), Noon.AddHours(10), Noon.AddDays(3)), (row.AcknowledgeDueAt!.Value, row.InspectDueAt!.Value, row.DueAt));
        Assert.Equal(("2h/10h/3d", 7, (int)ClockMarks.Inspected), (row.Targets, row.TargetsVersion, row.ClockMarks));
        Assert.Null(row.PausedAt);
        Assert.Equal(Noon.AddMinutes(96), await _database.Database.NextMarkAsync(request.Row.Id));
    }

    [Fact]
    public async Task A_report_without_a_due_time_is_due_at_the_end_of_time()
    {
        var request = await _database.Database.StoredAsync(NewRequest());

        Assert.Equal(Clock.Never, (await _database.Database.RowAsync(request.Row.Id)).DueAt);
    }

    [Fact]
    public async Task Something_to_send_is_written_only_when_asked_for()
    {
        var silent = await _database.Database.StoredAsync(NewRequest());
        var loud = await _database.Database.StoredAsync(NewRequest(wantsNotice: true));

        Assert.Equal(0, await OutboxAsync(silent));
        Assert.Equal(1, await OutboxAsync(loud));
        Assert.Equal(0, await _database.Database.CountAsync("SELECT COUNT(*) FROM Contact WHERE RequestId = @value;", silent.Row.Id));
    }

    [Fact]
    public async Task A_contact_is_stored_so_that_nobody_reads_it()
    {
        var contacts = await ContactsAsync();
        var submission = new Submission
        {
            ServiceType = "noise",
            Address = new() { Text = "1 Main Street", Unit = "Apt 12B" },
            Contact = new() { Name = "Zoë O'Brien", Email = "zoe@example.org", Phone = "+12125550123", Language = "es", Notify = ["email"] },
        };
        var request = NewRequest("contact");
        await _database.Database.StoredAsync(request with { Contact = contacts.ToRow(request.Row.Id, submission.Contact, Contacts.ContentOf(submission, aside: null)!) });

        var stored = Assert.Single(await _database.Database.QueryAsync<StoredContact>(
            "SELECT Content, EmailHash, PhoneHash, WantsNotice FROM Contact WHERE RequestId = @Id;", new { request.Row.Id }, TestContext.Current.CancellationToken));
        var readable = stored.EmailHash + stored.PhoneHash + Encoding.Latin1.GetString(Convert.FromBase64String(stored.Content)) + stored.Content;

        Assert.True(stored.WantsNotice);
        foreach (var secret in (string[])["Brien", "zoe@", "example", "5550123", "Apt 12B", "email"])
        {
            Assert.DoesNotContain(secret, readable, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_contact_is_looked_up_by_a_hash_that_no_case_of_letters_changes()
    {
        var contacts = await ContactsAsync();

        Assert.Equal(EmailHash("Zoe@Example.org"), EmailHash("zoe@example.ORG"));
        Assert.NotEqual(EmailHash("zoe@example.org"), EmailHash("zoa@example.org"));
        Assert.Null(Contacts.ContentOf(new() { ServiceType = "noise" }, aside: null));

        string? EmailHash(string email) =>
            contacts.ToRow(1, new() { Email = email }, "{}").EmailHash;
    }

    private async Task<Contacts> ContactsAsync()
    {
        var keys = new SecretKeys(_database.Database, Protection, TimeProvider.System);
        await keys.LoadAsync(TestContext.Current.CancellationToken);
        return new(Protection, keys);
    }

    private Task<int> OutboxAsync(NewRequest request) =>
        _database.Database.CountAsync("SELECT COUNT(*) FROM Outbox WHERE RequestId = @value AND EventNumber = 1 AND Kind = 'notify';", request.Row.Id);

    private sealed record StoredContact
    {
        public required string Content { get; init; }

        public required string EmailHash { get; init; }

        public required string PhoneHash { get; init; }

        public required bool WantsNotice { get; init; }
    }
}

public sealed class SqliteIntakeContentTests(SqliteTestDatabase database)
    : IntakeContentTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIntakeContentTests(SqlServerTestDatabase database)
    : IntakeContentTests(database), IClassFixture<SqlServerTestDatabase>;
