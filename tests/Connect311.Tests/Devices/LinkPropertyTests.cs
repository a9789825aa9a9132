using System.Collections.Concurrent;
using Connect311.Api.Databases;
using Connect311.Api.Devices.Links;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Devices;

/// <summary>A phone that syncs by small pages while others write ends with what the server has, and is told no change twice.</summary>
public abstract class LinkPropertyTests : FreshDatabaseTests
{
    private const int Seed = 311;
    private const int Writers = 4;
    private const int ActsOfEach = 30;
    private const int MostActsOfEach = 1000;
    private const int PageSize = 2;
    private const int PagesMeanwhile = 5;

    protected LinkPropertyTests(TestDatabase fresh)
        : base(fresh)
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_is_missed_and_nothing_comes_twice_while_others_write(int round)
    {
        var device = await Fresh.Database.DeviceAsync();
        var ids = new ConcurrentBag<long>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await Fresh.Database.StoredAsync(OnDevice(NewRequest(), device))).Row.Id);
        }

        var phone = new Phone(new(Fresh.Open()), device);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            () => WriteAsync(Fresh.Open(), device, ids, phone, new Random((Seed * round) + writer)))));
        while (!writing.IsCompleted)
        {
            await phone.TurnAsync();
        }

        await writing;
        var during = phone.Turns;
        while (await phone.TurnAsync())
        {
        }

        var all = await new LinkStore(Fresh.Database).PageAsync(device, LinkMoment.Start, 1000, Token);
        Assert.True(during > PagesMeanwhile, $"only {during} pages came while others wrote");
        Assert.Equal(
            all.ToDictionary(one => one.Found.Row.Id, one => (one.Found.Row.Version, one.Found.History.Count, one.Follows)).OrderBy(one => one.Key),
            phone.Known.OrderBy(one => one.Key));
        Assert.Equal(phone.Told.Count, phone.Told.Distinct().Count());
        Assert.Equal(phone.Told.OrderBy(at => at.Position).ThenBy(at => at.Number), phone.Told);
        Assert.Contains(ids, id => !phone.Known.ContainsKey(id));
        Assert.Contains(phone.Ways, follows => follows);
        Assert.True(phone.Told.Count > all.Count, "nothing changed");
    }

    /// <summary>Reports come in from the device; staff act on them; some are taken off and put on again, what others report is followed and not: for as long as the phone needs.</summary>
    private static async Task WriteAsync(Database database, string device, ConcurrentBag<long> ids, Phone phone, Random random)
    {
        var links = new LinkStore(database);
        for (var act = 0; act < ActsOfEach || (phone.Turns <= PagesMeanwhile && act < MostActsOfEach); act++)
        {
            var id = ids.ElementAt(random.Next(ids.Count));
            switch (random.Next(7))
            {
                case 0:
                    ids.Add((await database.StoredAsync(OnDevice(NewRequest(), device))).Row.Id);
                    break;
                case 1:
                    await links.RemoveAsync(device, new(id), Token);
                    break;
                case 2:
                    await links.AddAsync(device, new(id), evenRemoved: true, Token);
                    break;
                case 3:
                    ids.Add((await database.StoredAsync(NewRequest())).Row.Id);
                    await links.FollowAsync(device, new(ids.ElementAt(random.Next(ids.Count))), Token);
                    break;
                case 4:
                    await links.UnfollowAsync(device, new(id), Token);
                    break;
                default:
                    await NoteAsync(database, id);
                    break;
            }
        }
    }

    /// <summary>One of the things that staff do, as far as nobody else did something first.</summary>
    private static async Task NoteAsync(Database database, long id)
    {
        var seen = await database.RowAsync(id);
        var action = Lifecycle.Next(Lifecycle.Acknowledge, seen.Status) is not null ? Lifecycle.Acknowledge
            : Lifecycle.Next(Lifecycle.Start, seen.Status) is not null ? Lifecycle.Start
            : Lifecycle.Close;
        if (Lifecycle.Next(action, seen.Status) is not null)
        {
            await Triage.StaffActs.ActOnAsync(database, seen, action, action == Lifecycle.Close ? "fixed" : null);
        }
    }

    /// <summary>Keeps what it was told, and up to when.</summary>
    private sealed class Phone(LinkStore store, string device)
    {
        private LinkMoment _after = LinkMoment.Start;

        public Dictionary<long, (int Version, int Events, bool Follows)> Known { get; } = [];

        public List<LinkMoment> Told { get; } = [];

        /// <summary>Whether each report that was told was a followed one.</summary>
        public HashSet<bool> Ways { get; } = [];

        public int Turns { get; private set; }

        /// <returns>Whether anything was new.</returns>
        public async Task<bool> TurnAsync()
        {
            var page = await store.PageAsync(device, _after, PageSize, Token);
            foreach (var one in page)
            {
                Told.Add(_after = one.At);
                Known.Remove(one.Found.Row.Id);
                if (one.IsLinked)
                {
                    Known[one.Found.Row.Id] = (one.Found.Row.Version, one.Found.History.Count, one.Follows);
                    Ways.Add(one.Follows);
                }
            }

            Turns += page.Count > 0 ? 1 : 0;
            return page.Count > 0;
        }
    }
}

public sealed class SqliteLinkPropertyTests() : LinkPropertyTests(new SqliteTestDatabase());

public sealed class SqlServerLinkPropertyTests() : LinkPropertyTests(new SqlServerTestDatabase());
