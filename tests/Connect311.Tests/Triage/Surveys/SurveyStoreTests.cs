using Connect311.Api.Databases;
using Connect311.Api.Records;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Surveys;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Surveys;

/// <summary>A closing is rated while it stands, and what was said with it goes with the resident's words.</summary>
public abstract class SurveyStoreTests
{
    private readonly Database _database;
    private readonly SurveyStore _store;

    protected SurveyStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
        _store = new(_database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_answer_stands_and_none_to_what_is_open()
    {
        var id = (await _database.StoredAsync(NewRequest())).Row.Id;
        Assert.Null(await _store.FindAsync(new(id), Token));
        Assert.False(await _store.AnswerAsync(new(id), 1, (5, null), Noon, Token));
        await _database.ActAsync(id, Lifecycle.Close, "fixed");
        var closing = await _store.FindAsync(new(id), Token);
        Assert.Equal(2, closing!.EventNumber);
        Assert.True(await _store.AnswerAsync(new(id), 2, (5, "It's \u201cdone\u201d."), Noon, Token));
        Assert.True(await _store.AnswerAsync(new(id), 2, (1, "Not quite."), Noon.AddDays(1), Token));
        var said = Assert.Single(await _store.OfAsync(new(id), Token));
        Assert.Equal((1, "Not quite.", Noon.AddDays(1), "DOT"), (said.SurveyScore, said.SurveyComment, said.SurveyedAt, said.Department));
    }

    [Fact]
    public async Task Results_count_each_score_of_a_department_within_the_period()
    {
        var ids = new List<long>();
        foreach (var (score, visibility) in new[] { (4, "public"), (4, "limited"), (2, "public"), (1, "confidential") })
        {
            var id = (await _database.StoredAsync(NewRequest(change: row => row with { Visibility = visibility, Department = "RATED" }))).Row.Id;
            await _database.ActAsync(id, Lifecycle.Close, "fixed");
            Assert.True(await _store.AnswerAsync(new(id), 2, (score, null), Noon, Token));
            ids.Add(id);
        }

        var at = (await _store.FindAsync(new(ids[0]), Token))!.At;
        var found = await _store.ResultsAsync(new(at.AddDays(-1), at.AddDays(1), "RATED"), Token);
        Assert.Equal([(2, 1), (4, 2)], found.Select(row => (row.Score, row.Answers)).Order());
        Assert.Contains(await _store.ResultsAsync(new(at.AddDays(-1), at.AddDays(1), null), Token), row => row is { Department: "RATED", Score: 4, Answers: 2 });
        Assert.Empty(await _store.ResultsAsync(new(at.AddDays(1), at.AddDays(2), "RATED"), Token));
    }

    [Fact]
    public async Task What_was_said_goes_with_the_residents_words_and_is_kept_no_more()
    {
        var id = (await _database.StoredAsync(NewRequest())).Row.Id;
        await _database.ActAsync(id, Lifecycle.Close, "fixed");
        await _store.AnswerAsync(new(id), 2, (3, "MARKER"), Noon, Token);
        var seen = await _database.RowAsync(id);
        Assert.True(await new RecordStore(_database, new(_database)).EraseAsync(
            seen, ErasureScopes.OwnWords, ErasureCause.Forgotten, "test", seen.UpdatedAt, Token));
        Assert.Null(Assert.Single(await _store.OfAsync(new(id), Token)).SurveyComment);
        Assert.True(await _store.AnswerAsync(new(id), 2, (4, "MARKER"), Noon, Token));
        var said = Assert.Single(await _store.OfAsync(new(id), Token));
        Assert.Equal((4, null), (said.SurveyScore, said.SurveyComment));
    }
}

public sealed class SqliteSurveyStoreTests(SqliteTestDatabase database) : SurveyStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerSurveyStoreTests(SqlServerTestDatabase database) : SurveyStoreTests(database), IClassFixture<SqlServerTestDatabase>;
