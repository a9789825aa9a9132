using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Triage.Claims;

/// <summary>Whatever people do with requests, in whatever order and however much time passes: a few lines in memory say who has which.</summary>
public abstract class ClaimPropertyTests
{
    private static readonly string[] People = ["ana", "ben", "cy"];

    /// <summary>No sum of these is a claim's length, so that the milliseconds of the real clock decide nothing.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(7);

    private readonly ClaimNode _node;
    private readonly Random _random = new(311);
    private TimeSpan _now;

    protected ClaimPropertyTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _node = new(database.Database);
    }

    [Fact]
    public async Task Any_sequence_of_acts_leaves_each_request_in_the_hand_that_the_model_says()
    {
        var model = new List<Model>();
        for (var i = 0; i < 6; i++)
        {
            model.Add(new(await _node.StoredAsync()));
        }

        for (var step = 0; step < 300; step++)
        {
            await ActAsync(model[_random.Next(model.Count)], People[_random.Next(People.Length)]);
            foreach (var one in model)
            {
                var row = await _node.FindAsync(one.Id);
                Assert.Equal((one.HolderAt(_now), one.Token, one.Events.Count), (row.Holder, row.ClaimToken ?? 0, row.EventCount));
            }
        }

        foreach (var one in model)
        {
            Assert.Equal(one.Events, await _node.KindsAsync(one.Id));
            Assert.Null(await _node.Database.FaultOfHistoryAsync(one.Id));
        }

        Assert.Superset(new HashSet<string> { "claimed", "claim-released", "assigned-to", "closed" }, model.SelectMany(one => one.Events).ToHashSet());
    }

    private async Task ActAsync(Model one, string who)
    {
        var held = await _node.FindAsync(one.Id);
        var holder = one.HolderAt(_now);
        switch (_random.Next(10))
        {
            case < 4:
                Assert.Equal(one.IsOpen && holder is null, await _node.TakeAsync(one.Id, who));
                one.Give(one.IsOpen && holder is null ? who : null, EventKind.Claimed, _now);
                break;
            case 4:
                Assert.Equal(one.IsOpen, await _node.AssignAsync(one.Id, who));
                one.Give(one.IsOpen ? who : null, EventKind.AssignedTo, _now);
                break;
            case 5 when holder is not null:
                Assert.True(await _node.RenewAsync(held));
                one.Until = _now + ClaimNode.Length;
                break;
            case 6 when holder is not null:
                Assert.True(await _node.ReleaseAsync(one.Id));
                one.LayDown(EventKind.ClaimReleased);
                break;
            case 7 when one.IsOpen && _random.Next(8) == 0:
                Assert.True(await _node.Database.ActAsync(one.Id, Lifecycle.Close, "fixed"));
                one.IsOpen = false;
                one.LayDown(EventKind.Closed);
                break;
            case > 7:
                _node.Pass(Step);
                _now += Step;
                break;
        }
    }

    private sealed class Model(long id)
    {
        private string? _assignee;

        public long Id => id;

        public bool IsOpen { get; set; } = true;

        public long Token { get; private set; }

        public TimeSpan Until { get; set; }

        public List<string> Events { get; } = [EventKind.Submitted];

        public string? HolderAt(TimeSpan now) => now < Until ? _assignee : null;

        public void Give(string? who, string kind, TimeSpan now)
        {
            if (who is not null)
            {
                (_assignee, Until) = (who, now + ClaimNode.Length);
                Token++;
                Events.Add(kind);
            }
        }

        public void LayDown(string kind)
        {
            _assignee = null;
            Events.Add(kind);
        }
    }
}

public sealed class SqliteClaimPropertyTests(SqliteTestDatabase database)
    : ClaimPropertyTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerClaimPropertyTests(SqlServerTestDatabase database)
    : ClaimPropertyTests(database), IClassFixture<SqlServerTestDatabase>;
