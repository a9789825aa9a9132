using Connect311.Tests.Catalog;
using CsCheck;
using static Connect311.Tests.RuleSets.RuleSetWorld;

namespace Connect311.Tests.RuleSets;

/// <summary>Whatever admins do, and in whatever order: one version is in force, and what ever was stays as it was.</summary>
public abstract class RuleSetHistoryTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private const int Histories = 25;

    private static readonly Gen<(int Kind, int Version)[]> Acts = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 6]).Array[4, 14];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_history_leaves_one_in_force_and_never_changes_what_was()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var wasInForce = new Dictionary<int, string?> { [1] = await world.DocumentAsync(1) };
        var acted = new int[6];
        var pcg = new PCG(311);
        for (var history = 0; history < Histories; history++)
        {
            foreach (var (kind, version) in Acts.Generate(pcg, null, out _))
            {
                acted[kind] += await ActAsync(world, kind, version, $"{history}-{kind}-{version}") ? 1 : 0;
                var inForce = Assert.Single(await world.StatusesAsync(), status => status.EndsWith(" published", StringComparison.Ordinal));
                var number = int.Parse(inForce.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
                wasInForce.TryAdd(number, await world.DocumentAsync(number));
                Assert.Equal(number, await world.RuleSets.FindInForceAsync(Token));
            }

            foreach (var (version, document) in wasInForce)
            {
                Assert.Equal(document, await world.DocumentAsync(version));
            }

            Assert.Equal(wasInForce.Keys.Order(), await WereInForceAsync(world));
        }

        Assert.All(acted, done => Assert.NotEqual(0, done));
    }

    /// <summary>Does one thing to one of the newest versions, whether it may be done or not.</summary>
    private static async Task<bool> ActAsync(RuleSetWorld world, int kind, int back, string text)
    {
        var version = Math.Max(1, await world.RuleSets.FindNewestAsync(Token) - back + 1);
        var seen = await world.RuleSets.FindAsync(version, Token);
        switch (kind)
        {
            case 0:
                await world.AddAsync(text, basedOn: version);
                return true;
            case 1:
                return (await world.InstallAsync(SmallCity.With(("rule-set.json", "The west.", text)))).IsNew;
            case 2:
                return seen is not null && await world.RuleSets.ChangeAsync(seen, Document(text), null, Admin, Token);
            case 3:
                return seen is not null && await world.RuleSets.ChangeAsync(seen with { Revision = seen.Revision - 1 }, Document(text), null, Admin, Token) is false;
            case 4:
                return seen is not null && await world.PublishAsync(version);
            default:
                return seen is not null && await world.RuleSets.DiscardAsync(seen, Admin, Token) is not null;
        }
    }

    private static async Task<IEnumerable<int>> WereInForceAsync(RuleSetWorld world) =>
        (await world.RuleSets.PageAsync(null, int.MaxValue, 1000, Token)).Where(version => !version.IsDraft).Select(version => version.Version).Order();
}

public sealed class SqliteRuleSetHistoryTests() : RuleSetHistoryTests(new SqliteTestDatabase());

public sealed class SqlServerRuleSetHistoryTests() : RuleSetHistoryTests(new SqlServerTestDatabase());
