using Connect311.Api.ServiceRequests.Intake;
using Connect311.Tests.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Polly.Timeout;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests;

/// <summary>Intake when commits are lost, refused, late or second.</summary>
public abstract class IntakeFaultTests
{
    private readonly TestDatabase _database;

    protected IntakeFaultTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_reply_was_lost_is_known_as_our_own(bool isTransient)
    {
        var failure = isTransient ? FaultyDatabase.Busy : FaultyDatabase.DiskFailed;
        NewRequest[] batch = [NewRequest("lost-a" + isTransient), NewRequest(), NewRequest("lost-b" + isTransient)];

        var outcomes = await StoreAsync(FaultyDatabase.LosesReply(failure), batch);

        Assert.All(outcomes, outcome => Assert.IsType<IntakeResult.Stored>(outcome.Result));
        foreach (var request in batch)
        {
            Assert.Equal(1, await _database.Database.RowsOfKeyAsync(request));
        }
    }

    [Fact]
    public async Task A_copy_of_a_report_whose_reply_was_lost_is_a_replay()
    {
        var outcomes = await StoreAsync(
            FaultyDatabase.LosesReply(FaultyDatabase.DiskFailed), NewRequest("lost-copy"), NewRequest("lost-copy"));

        Assert.IsType<IntakeResult.Stored>(outcomes[0].Result);
        Assert.IsType<IntakeResult.Replayed>(outcomes[1].Result);
    }

    [Fact]
    public async Task A_commit_that_is_refused_once_is_tried_again()
    {
        var request = NewRequest("refused-once");
        var outcomes = await StoreAsync(FaultyDatabase.Refuses(FaultyDatabase.Busy, times: 1), request);

        Assert.IsType<IntakeResult.Stored>(Assert.Single(outcomes).Result);
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(request));
    }

    [Fact]
    public async Task Another_process_that_was_first_with_the_key_is_answered_from()
    {
        var theirs = NewRequest("second");
        var outcomes = await StoreAsync(
            FaultyDatabase.ComesSecondTo(() => _database.Database.StoredAsync(theirs)), NewRequest("second"), NewRequest("second", meaning: "a rat"));

        Assert.Equal(theirs.Receipt, Assert.IsType<IntakeResult.Replayed>(outcomes[0].Result).Receipt);
        Assert.Equal(theirs.Row.Id, Assert.IsType<IntakeResult.KeyReused>(outcomes[1].Result).Number.Id);
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(theirs));
    }

    [Fact]
    public async Task The_last_one_left_of_a_batch_that_came_second_is_stored()
    {
        var theirs = NewRequest("second-of-two");
        var mine = NewRequest("only-mine");
        var outcomes = await StoreAsync(
            FaultyDatabase.ComesSecondTo(() => _database.Database.StoredAsync(theirs)), NewRequest("second-of-two"), mine);

        Assert.IsType<IntakeResult.Replayed>(outcomes[0].Result);
        Assert.IsType<IntakeResult.Stored>(outcomes[1].Result);
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(mine));
    }

    [Fact]
    public async Task A_copy_means_what_was_stored_though_the_first_of_the_batch_does_not()
    {
        var theirs = NewRequest("second-copy", meaning: "a rat");
        var outcomes = await StoreAsync(
            FaultyDatabase.ComesSecondTo(() => _database.Database.StoredAsync(theirs)),
            NewRequest("second-copy", meaning: "a pothole"),
            NewRequest("second-copy", meaning: "a rat"));

        Assert.IsType<IntakeResult.KeyReused>(outcomes[0].Result);
        Assert.Equal(theirs.Receipt, Assert.IsType<IntakeResult.Replayed>(outcomes[1].Result).Receipt);
    }

    [Fact]
    public async Task Two_processes_with_the_same_keys_at_once_make_one_row_of_each()
    {
        var keys = Enumerable.Range(0, 40).Select(i => $"race-{i}").ToArray();
        IntakeStore[] stores = [new(_database.Open()), new(_database.Open())];

        // The other way round, so that their locks cross as well.
        var outcomes = await Task.WhenAll(stores.Select((store, i) => Task.Run(() => store.StoreAsync(
            [.. (i == 0 ? keys : keys.Reverse()).Select(key => NewRequest(key))], TestContext.Current.CancellationToken))));

        var results = outcomes.SelectMany(batch => batch).Select(outcome => outcome.Result).ToList();
        Assert.Equal(keys.Length, results.OfType<IntakeResult.Stored>().Count());
        Assert.Equal(keys.Length, results.OfType<IntakeResult.Replayed>().Count());
        foreach (var key in keys)
        {
            Assert.Equal(1, await _database.Database.RowsOfKeyAsync(NewRequest(key)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Only_the_one_that_the_database_refuses_fails(int poisonous)
    {
        var batch = Enumerable.Range(0, 7).Select(i => NewRequest($"poison-{poisonous}-{i}")).ToArray();
        batch[poisonous] = Poisoned(batch[poisonous]);

        var outcomes = await new IntakeStore(_database.Database).StoreAsync(batch, TestContext.Current.CancellationToken);

        Assert.NotNull(outcomes[poisonous].Failure);
        for (var i = 0; i < batch.Length; i++)
        {
            Assert.Equal(i != poisonous, outcomes[i].Result is IntakeResult.Stored);
            Assert.Equal(i == poisonous ? 0 : 1, await _database.Database.RowsOfKeyAsync(batch[i]));
        }
    }

    [Fact]
    public async Task A_failed_report_binds_no_key()
    {
        var poisonous = Poisoned(NewRequest("unbound"));
        var outcomes = await new IntakeStore(_database.Database).StoreAsync([poisonous, NewRequest("unbound")], TestContext.Current.CancellationToken);
        Assert.All(outcomes, outcome => Assert.NotNull(outcome.Failure));

        await _database.Database.StoredAsync(NewRequest("unbound", meaning: "a rat"));
    }

    [Fact]
    public async Task A_missing_value_fails_alone()
    {
        var outcomes = await new IntakeStore(_database.Database).StoreAsync(
            [NewRequest("null-a"), NewRequest("null-b", change: row => row with { ServiceType = null! })], TestContext.Current.CancellationToken);

        Assert.IsType<IntakeResult.Stored>(outcomes[0].Result);
        Assert.NotNull(outcomes[1].Failure);
    }

    [Fact]
    public async Task A_database_that_stays_locked_fails_all_without_splitting()
    {
        var commits = 0;
        var outcomes = await StoreAsync(
            (_, _) => ++commits > 0 ? throw FaultyDatabase.Busy : null!, NewRequest("locked-a"), NewRequest("locked-b"), NewRequest("locked-c"));

        Assert.All(outcomes, outcome => Assert.IsType<SqliteException>(outcome.Failure));
        Assert.Equal(1 + 3, commits);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task A_disk_that_is_full_fails_or_is_read_only_fails_all_without_splitting(Exception failure)
    {
        var commits = 0;
        var outcomes = await StoreAsync(
            (_, _) => ++commits > 0 ? throw failure : null!, NewRequest("disk-a"), NewRequest("disk-b"), NewRequest("disk-c"));

        Assert.All(outcomes, outcome => Assert.Same(failure, outcome.Failure));
        Assert.Equal(1, commits);
    }

    public static TheoryData<Exception> Environments => [FaultyDatabase.DiskFailed, FaultyDatabase.DiskFull, FaultyDatabase.ReadOnly];

    [Fact]
    public async Task A_database_that_does_not_answer_fails_all_without_splitting()
    {
        var time = new FakeTimeProvider();
        var commits = 0;
        var database = _database.Faulty(
            async (_, cancellationToken) =>
            {
                commits++;
                time.Advance(TimeSpan.FromSeconds(31));
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return true;
            },
            time);

        var outcomes = await new IntakeStore(database).StoreAsync(
            [NewRequest("late-a"), NewRequest("late-b"), NewRequest("late-c")], TestContext.Current.CancellationToken);

        Assert.All(outcomes, outcome => Assert.IsType<TimeoutRejectedException>(outcome.Failure));
        Assert.Equal(1, commits);
    }

    /// <summary>A contact of a request that does not exist: both engines refuse the foreign key.</summary>
    private static NewRequest Poisoned(NewRequest request) =>
        request with { Contact = new ContactRow(NextId(), "secret", null, null, false) };

    private Task<IReadOnlyList<IntakeStore.Outcome>> StoreAsync(Around around, params NewRequest[] batch) =>
        new IntakeStore(_database.Faulty(around)).StoreAsync(batch, TestContext.Current.CancellationToken);
}

public sealed class SqliteIntakeFaultTests(SqliteTestDatabase database)
    : IntakeFaultTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIntakeFaultTests(SqlServerTestDatabase database)
    : IntakeFaultTests(database), IClassFixture<SqlServerTestDatabase>;
