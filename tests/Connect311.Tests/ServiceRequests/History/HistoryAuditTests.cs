using Connect311.Api.Databases;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.History.Proof;
using Connect311.Api.Triage;
using Connect311.Tests.Triage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests.History;

/// <summary>What was written is told from what somebody made of it later, by what he did to it.</summary>
public abstract class HistoryAuditTests : IAsyncLifetime
{
    private static readonly string[] NoFault = [];

    private readonly Database _database;
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly HistoryStore _store;
    private readonly SecretKeys _secrets;

    protected HistoryAuditTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
        _store = new(_database);
        _secrets = new(_database, new EphemeralDataProtectionProvider(), _time);
    }

    private RootKey Key => new(_secrets);

    /// <summary>Every test begins with nothing: roots are made over all events, those of others too.</summary>
    public async ValueTask InitializeAsync()
    {
        foreach (var table in new[] { "SecretKey", "HistoryRoot", "EventDetail", "ServiceRequestEvent", "Closing", "ServiceRequest" })
        {
            await RunAsync($"DELETE FROM {table};", new { });
        }

        await RunAsync("UPDATE FeedPosition SET Position = 0 WHERE Id = 1;", new { });
        await _secrets.LoadAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_life_is_as_it_was_written() => Assert.Equal(NoFault, await FaultsAsync(await LifeAsync()));

    [Theory]
    [InlineData("UPDATE ServiceRequestEvent SET Data = '{}' WHERE RequestId = @id AND Number = 2;", "2 edited")]
    [InlineData("UPDATE ServiceRequestEvent SET Kind = 'closed' WHERE RequestId = @id AND Number = 2;", "2 edited")]
    [InlineData("UPDATE ServiceRequestEvent SET At = @at WHERE RequestId = @id AND Number = 3;", "3 edited")]
    [InlineData("UPDATE ServiceRequestEvent SET Digests = '{}' WHERE RequestId = @id AND Number = 1;", "1 edited", "1 details-edited")]
    [InlineData("DELETE FROM ServiceRequestEvent WHERE RequestId = @id AND Number = 1;", "1 removed")]
    [InlineData("DELETE FROM ServiceRequestEvent WHERE RequestId = @id AND Number = 2;", "2 removed")]
    [InlineData("DELETE FROM ServiceRequestEvent WHERE RequestId = @id AND Number = 3;", "3 removed")]
    [InlineData("DELETE FROM ServiceRequestEvent WHERE RequestId = @id AND Number > 1;", "2 removed")]
    [InlineData("UPDATE ServiceRequest SET EventCount = 2 WHERE Id = @id;", "- head-differs")]
    [InlineData("UPDATE ServiceRequest SET HeadHash = '' WHERE Id = @id;", "- head-differs")]
    public async Task What_was_done_to_an_event_is_told(string edit, params string[] faults)
    {
        var id = await LifeAsync();
        await RunAsync(edit, new { id, at = Noon.AddYears(-1) });

        Assert.Equal(faults, await FaultsAsync(id));
    }

    [Fact]
    public async Task Events_in_another_order_are_told_with_the_place_they_had()
    {
        var id = await LifeAsync();
        await SwapAsync(id, 2, 3);

        var report = await AuditAsync(id);

        Assert.Equal(["2 re-ordered", "3 re-ordered", "- head-differs"], Codes(report));
        Assert.Contains("was event 3", report.Faults[0].Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE EventDetail SET Content = REPLACE(Content, 'Zoe', 'Eve') WHERE Position = @position;", "3 details-edited")]
    [InlineData("UPDATE EventDetail SET Salt = 'AAAA' WHERE Position = @position;", "3 details-edited")]
    [InlineData("UPDATE EventDetail SET Content = '{' WHERE Position = @position;", "3 details-edited")]
    [InlineData("UPDATE EventDetail SET Content = NULL WHERE Position = @position;", "3 details-edited")]
    [InlineData("UPDATE EventDetail SET Content = NULL, Salt = NULL WHERE Position = @position;", "3 details-removed")]
    [InlineData("DELETE FROM EventDetail WHERE Position = @position;", "3 details-removed")]
    [InlineData("UPDATE EventDetail SET Content = NULL, Salt = NULL, ErasedAt = @at WHERE Position = @position;")]
    public async Task Values_that_were_changed_are_a_fault_and_erased_ones_are_not(string edit, params string[] faults)
    {
        var id = await LifeAsync();
        await RunAsync(edit, new { position = (await _database.EventsAsync(id))[2].Position, at = Noon });

        var report = await AuditAsync(id);

        Assert.Equal(faults, Codes(report));
        Assert.Equal(edit.Contains("ErasedAt", StringComparison.Ordinal) ? 1 : 0, report.Erased);
    }

    [Fact]
    public async Task A_history_written_anew_from_end_to_end_is_given_away_by_its_root()
    {
        var id = await LifeAsync();
        await SignAsync(days: 1);
        var last = (await _database.EventsAsync(id))[2];
        var hash = EventChain.Hash(id, 3, last.Kind, last.At.AddHours(-5), last.Data, last.Digests, last.PreviousHash);
        await RunAsync("UPDATE ServiceRequestEvent SET At = @at, Hash = @hash WHERE Position = @Position;", new { at = last.At.AddHours(-5), hash, last.Position });
        await RunAsync("UPDATE ServiceRequest SET HeadHash = @hash WHERE Id = @id;", new { hash, id });

        Assert.Equal(NoFault, await FaultsAsync(id));
        Assert.Equal(["root 1 edited"], await FaultsOfAllAsync());
    }

    [Fact]
    public async Task A_request_that_is_gone_with_all_its_events_is_given_away_by_its_root()
    {
        var id = await LifeAsync();
        await SignAsync(days: 1);
        await RunAsync("DELETE FROM EventDetail WHERE Position IN (SELECT Position FROM ServiceRequestEvent WHERE RequestId = @id);", new { id });
        await RunAsync("DELETE FROM ServiceRequestEvent WHERE RequestId = @id;", new { id });
        await RunAsync("DELETE FROM Closing WHERE RequestId = @id;", new { id });
        await RunAsync("DELETE FROM ServiceRequest WHERE Id = @id;", new { id });

        Assert.Equal(["root 1 removed"], await FaultsOfAllAsync());
    }

    [Theory]
    [InlineData("UPDATE HistoryRoot SET Tree = PreviousHash WHERE Number = 2;", "root 2 edited")]
    [InlineData("UPDATE HistoryRoot SET Signature = Hash WHERE Number = 2;", "root 2 edited")]
    [InlineData("UPDATE HistoryRoot SET LastPosition = LastPosition - 1 WHERE Number = 2;", "root 2 edited", "root 3 removed")]
    [InlineData("DELETE FROM HistoryRoot WHERE Number = 1;", "root 2 removed")]
    [InlineData("DELETE FROM HistoryRoot WHERE Number = 2;", "root 3 removed")]
    public async Task A_root_that_was_edited_or_removed_is_told(string edit, params string[] faults)
    {
        for (var day = 1; day <= 3; day++)
        {
            await LifeAsync();
            await SignAsync(day);
        }

        await RunAsync(edit, new { });

        Assert.Equal(faults, await FaultsOfAllAsync());
    }

    [Fact]
    public async Task Nodes_that_sign_at_once_make_each_root_once()
    {
        await LifeAsync();
        await LifeAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SignAsync(days: 1, mostEvents: 2)));

        var roots = await _store.RootsAsync(0, 10_000, TestContext.Current.CancellationToken);
        Assert.Equal([(1, 2), (3, 4), (5, 6)], roots.Select(root => (root.FirstPosition, root.LastPosition)));
        Assert.Equal(3, made.Sum());
        Assert.Equal(0, await SignAsync(days: 1));
        Assert.Equal(NoFault, await FaultsOfAllAsync());
    }

    private async Task<int> SignAsync(int days, int mostEvents = DailyRoot.MostEvents)
    {
        var time = new FakeTimeProvider(Noon.AddDays(days));
        using var maker = new RootMaker(_store, Key, time, NullLogger<RootMaker>.Instance);
        return await maker.MakeAsync(mostEvents, TestContext.Current.CancellationToken);
    }

    private async Task<string[]> FaultsAsync(long id) => Codes(await AuditAsync(id));

    private async Task<HistoryReport> AuditAsync(long id)
    {
        var report = await new HistoryAudit(_store, Key).VerifyAsync(new(id), TestContext.Current.CancellationToken);
        Assert.NotNull(report);
        return report;
    }

    private async Task<string[]> FaultsOfAllAsync()
    {
        var report = await new HistoryAudit(_store, Key).VerifyAllAsync(_ => { }, TestContext.Current.CancellationToken);
        return [.. report.Faults.Select(found => $"{found.Subject} {found.Fault.Code}")];
    }

    private static string[] Codes(HistoryReport report) =>
        [.. report.Faults.Select(found => $"{(found.Fault.Number is { } number ? $"{number}" : "-")} {found.Fault.Code}")];

    private async Task SwapAsync(long id, int one, int other)
    {
        const string renumber = "UPDATE ServiceRequestEvent SET Number = @to WHERE RequestId = @id AND Number = @number;";
        await RunAsync(renumber, new { id, number = one, to = 99 });
        await RunAsync(renumber, new { id, number = other, to = one });
        await RunAsync(renumber, new { id, number = 99, to = other });
    }

    private async Task<long> LifeAsync()
    {
        var id = (await _database.StoredAsync(NewRequest())).Row.Id;
        Assert.True(await _database.ActAsync(id, Lifecycle.Acknowledge, note: "On its way."));
        Assert.True(await _database.ActAsync(id, Lifecycle.Close, "fixed", "Zoe was at home."));
        return id;
    }

    private Task<bool> RunAsync(string sql, object parameters) =>
        _database.WriteAsync(new Write().Run(sql, parameters), TestContext.Current.CancellationToken);
}

public sealed class SqliteHistoryAuditTests(SqliteTestDatabase database)
    : HistoryAuditTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerHistoryAuditTests(SqlServerTestDatabase database)
    : HistoryAuditTests(database), IClassFixture<SqlServerTestDatabase>;
