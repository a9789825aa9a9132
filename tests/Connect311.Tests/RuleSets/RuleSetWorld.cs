using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Routing.RuleSets;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Tests.Catalog;
using Connect311.Tests.ServiceRequests;
using Dapper;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.RuleSets;

/// <summary>What one node has of rule sets, over a database with the small city, whose rule set is version 1.</summary>
internal sealed class RuleSetWorld
{
    public static readonly Actor Admin = new("an-admin", Role.Admin);

    private readonly Database _database;

    private RuleSetWorld(Database database, FakeTimeProvider time)
    {
        (_database, Time) = (database, time);
        Audit = new(database, time);
        RuleSets = new(database, Audit, time);
        Cities = new(database, Audit, time);
    }

    public FakeTimeProvider Time { get; }

    public AuditLog Audit { get; }

    public RuleSetStore RuleSets { get; }

    public CityStore Cities { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RuleSetWorld> OfAsync(Database database)
    {
        var world = On(database);
        await world.InstallAsync(SmallCity.Files);
        return world;
    }

    /// <summary>Over a database that has its city.</summary>
    public static RuleSetWorld On(Database database) => new(database, new(TestRequests.Noon));

    /// <summary>The small city's rule set with another sentence for the west.</summary>
    public static string Document(string west) => SmallCity.Files["rule-set.json"].Replace("The west.", west, StringComparison.Ordinal);

    public Creation New(string? key = null, params string?[] meaning) => Creation.Of(Admin.Id, key, Time, meaning);

    public async Task<RuleSetVersion> AddAsync(string west = "A draft.", int? basedOn = null) =>
        (await RuleSets.AddAsync(Document(west), basedOn, New(), Admin, Token)).Draft!;

    public async Task<RuleSetVersion> FindAsync(int version) => (await RuleSets.FindAsync(version, Token))!;

    public Task<string?> DocumentAsync(int version) => RuleSets.FindDocumentAsync(version, Token);

    /// <summary>Publishes a version as it is now.</summary>
    public async Task<bool> PublishAsync(int version) =>
        await RuleSets.PublishAsync(await FindAsync(version), await Cities.FindVersionsAsync(Token), Admin, Token);

    public Task<(City City, bool IsNew)> InstallAsync(IReadOnlyDictionary<string, string> files) =>
        Cities.InstallAsync(new(files), Actor.CommandLine, Token);

    /// <summary>All versions, the oldest first, as <c>version status</c>.</summary>
    public async Task<string[]> StatusesAsync() =>
        [.. (await RuleSets.PageAsync(null, RuleSetStore.End, 1000, Token)).Select(version => $"{version.Version} {version.Status}").Reverse()];

    /// <summary>The audit of rule sets, oldest first, as <c>action target details</c>.</summary>
    public async Task<string[]> AuditedAsync() =>
        [.. (await Audit.PageAsync(Admin.Id, null, AuditLog.End, 1000, Token))
            .Select(happened => $"{happened.Action} {happened.Target} {happened.Details}".TrimEnd()).Reverse()];

    /// <summary>Writes over what is stored of a version's document, behind the program's back.</summary>
    public async Task BreakAsync(int version, string content = "{")
    {
        await using var connection = await _database.OpenAsync(Token);
        Assert.NotEqual(0, await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE CityFile SET Content = @content WHERE Name = 'rule-set.json' AND Version = @version;", new { content, version }, cancellationToken: Token)));
    }
}
