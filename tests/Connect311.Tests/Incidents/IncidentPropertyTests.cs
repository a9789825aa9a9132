using Connect311.Api.Incidents;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.Incidents.IncidentWorld;

namespace Connect311.Tests.Incidents;

/// <summary>Random joins, splits and undoings, beside a model that does the same with plain sets.</summary>
public abstract class IncidentPropertyTests
{
    private static readonly string?[] Mails = [null, null, "m1", "m2", "m3"];
    private static readonly string?[] Phones = [null, null, "p1", "p2"];

    private readonly TestDatabase _database;
    private readonly IncidentWorld _world;

    protected IncidentPropertyTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _world = new(database.Database);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Members_counts_and_severities_are_those_of_the_model(int seed)
    {
        var random = new Random(seed);
        var here = Somewhere();
        var said = new Dictionary<long, string[]>();
        var people = Enumerable.Range(0, 12).Select(_ => (Mail: Mails[random.Next(Mails.Length)], Phone: Phones[random.Next(Phones.Length)])).ToList();
        var ids = await _world.StoredAsync([.. people.Select(person => Person(here, person.Mail, person.Phone))]);
        for (var i = 0; i < ids.Count; i++)
        {
            said[ids[i]] = NamesOf(people[i].Mail, people[i].Phone);
        }

        var model = new Model(ids);
        var begun = await _world.BegunAsync(ids[0], ids[1]);
        model.Join(ids[0], ids[1]);
        for (var turn = 0; turn < 40; turn++)
        {
            var seen = await _world.FindAsync(begun.Id);
            switch (random.Next(5))
            {
                case 0 or 1 when model.Outside.Count > 0:
                    var joining = Some(model.Outside, random);
                    Assert.True(await _world.JoinAsync(seen, joining));
                    model.Join(joining);
                    break;
                case 2 when model.Inside.Count > 0:
                    var leaving = Some(model.Inside, random);
                    Assert.True(await _world.SplitAsync(seen, leaving));
                    model.Split(leaving);
                    break;
                case 3:
                    Assert.Equal(model.Undo(), await _world.UndoAsync(seen));
                    break;
                default:
                    var machine = (await _world.StoredAsync(Machine(here, $"s{random.Next(3)}")))[0];
                    if ((await _world.RowAsync(machine)).IncidentId is { } joined)
                    {
                        // It found the nearest: the incident, where any of its requests stands, or one that is in none.
                        said[machine] = [$"sensor {(await _world.Store.VoicesOfAsync([machine], TestContext.Current.CancellationToken))[0].SensorKey}"];
                        model.Place(machine, joined == begun.Id);
                        await TakeOverAsync(joined, begun.Id, model);
                    }

                    break;
            }

            await CheckAsync(begun.Id, model, said);
        }
    }

    /// <summary>Where a machine began another incident with one of ours, that one is in it.</summary>
    private async Task TakeOverAsync(long joined, long ours, Model model)
    {
        if (joined != ours)
        {
            foreach (var row in await _world.Store.MembersAsync(joined, null, 1_000, TestContext.Current.CancellationToken))
            {
                model.Lose(row.Id);
            }
        }
    }

    private async Task CheckAsync(long id, Model model, Dictionary<long, string[]> said)
    {
        var row = await _world.FindAsync(id);
        var (listed, following, _) = await _world.MembersAsync(id);
        Assert.Equal(model.Inside.Order(), listed.Concat(following).Order());
        Assert.Equal(model.Inside.Count, row.ReportCount);
        var voices = Voices([.. model.Inside.Select(member => said[member])]);
        Assert.Equal(voices, row.ReporterCount);
        Assert.Equal(voices >= 30 ? "major" : voices >= 10 ? "serious" : voices >= 3 ? "moderate" : "minor", Severity.Of(row.ReporterCount, new()));
        Assert.Equal(0, await _world.FaultsAsync());
        foreach (var member in model.Inside)
        {
            Assert.Null(await _database.Database.FaultOfHistoryAsync(member));
        }
    }

    private static string[] NamesOf(string? mail, string? phone)
    {
        string[] names = [.. new[] { mail, phone }.OfType<string>()];
        return names.Length == 0 ? ["nobody"] : names;
    }

    /// <summary>Groups of reports that share a name, until none share one any more.</summary>
    private static int Voices(List<string[]> reports)
    {
        var groups = reports.Select(names => names.ToHashSet()).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            for (var j = i + 1; j < groups.Count; j++)
            {
                if (groups[i].Overlaps(groups[j]))
                {
                    groups[i].UnionWith(groups[j]);
                    groups.RemoveAt(j);
                    (i, j) = (0, 0);
                }
            }
        }

        return groups.Count;
    }

    private static long[] Some(HashSet<long> from, Random random) =>
        [.. from.OrderBy(_ => random.Next()).Take(random.Next(1, Math.Min(4, from.Count + 1)))];

    private sealed class Model(IEnumerable<long> ids)
    {
        private readonly Stack<(bool Joined, long[] Ids)> _done = new();

        public HashSet<long> Outside { get; } = [.. ids];

        public HashSet<long> Inside { get; } = [];

        public void Join(params long[] joining) => Do(true, joining);

        public void Split(params long[] leaving) => Do(false, leaving);

        public bool Undo()
        {
            if (!_done.TryPop(out var last))
            {
                return false;
            }

            Move(!last.Joined, [.. last.Ids.Where(id => (last.Joined ? Inside : Outside).Contains(id))]);
            return true;
        }

        public void Place(long id, bool inside)
        {
            if (inside)
            {
                Inside.Add(id);
            }
        }

        public void Lose(long id) => Outside.Remove(id);

        private void Do(bool joins, long[] moving)
        {
            Move(joins, moving);
            _done.Push((joins, moving));
        }

        private void Move(bool joins, long[] moving)
        {
            foreach (var id in moving)
            {
                (joins ? Outside : Inside).Remove(id);
                (joins ? Inside : Outside).Add(id);
            }
        }
    }
}

public sealed class SqliteIncidentPropertyTests(SqliteTestDatabase database)
    : IncidentPropertyTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIncidentPropertyTests(SqlServerTestDatabase database)
    : IncidentPropertyTests(database), IClassFixture<SqlServerTestDatabase>;
