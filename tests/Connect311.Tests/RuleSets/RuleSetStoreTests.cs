using Connect311.Api.Routing.RuleSets;
using Connect311.Tests.Catalog;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.RuleSets.RuleSetWorld;

namespace Connect311.Tests.RuleSets;

/// <summary>Versions of the rule set: drafts that change, one that is in force, and what never changes again.</summary>
public abstract class RuleSetStoreTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_found_as_it_was_made_and_decides_nothing()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);

        var (draft, isNew) = await world.RuleSets.AddAsync(Document("It's a draft. 李"), 1, world.New(), Admin, Token);

        Assert.True(isNew);
        Assert.Equal(draft, await world.FindAsync(2));
        Assert.Equal(
            (2, "draft", 1, 1, TestRequests.Noon, Admin.Id),
            (draft!.Version, draft.Status, draft.Revision, draft.BasedOn, draft.CreatedAt, draft.CreatedBy));
        Assert.Equal((null, null, null, null), (draft.UpdatedAt, draft.PublishedAt, draft.PublishedBy, draft.ArchivedAt));
        Assert.Equal(Document("It's a draft. 李"), await world.DocumentAsync(2));
        Assert.Equal(["1 published", "2 draft"], await world.StatusesAsync());
        Assert.Equal(1, (await world.Cities.FindAsync(Token))!.Rules.Version);
        Assert.Equal(["create-rule-set rule-set:2 {\"basedOn\":\"1\"}"], await world.AuditedAsync());
    }

    [Fact]
    public async Task The_same_creation_makes_one_draft_and_meets_what_was_stored()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var creation = world.New("my-key", "a");

        var (first, isNew) = await world.RuleSets.AddAsync(Document("A."), null, creation, Admin, Token);
        var (second, isNewAgain) = await world.RuleSets.AddAsync(Document("A."), null, creation, Admin, Token);

        Assert.Equal((true, false, first), (isNew, isNewAgain, second));
        Assert.Equal(creation.BodyHash, second!.BodyHash);
        Assert.Equal(["1 published", "2 draft"], await world.StatusesAsync());
        Assert.Single(await world.AuditedAsync());
    }

    [Fact]
    public async Task Drafts_that_are_made_at_once_get_numbers_of_their_own()
    {
        var nodes = new List<RuleSetWorld>();
        for (var i = 0; i < 4; i++)
        {
            nodes.Add(await RuleSetWorld.OfAsync(Fresh.Open()));
        }

        var drafts = await Task.WhenAll(nodes.Select((node, i) => Task.Run(() => node.AddAsync($"Draft {i}."))));

        Assert.Equal([2, 3, 4, 5], drafts.Select(draft => draft.Version).Order());
        foreach (var (draft, i) in drafts.Select((draft, i) => (draft, i)))
        {
            Assert.Equal(Document($"Draft {i}."), await nodes[0].DocumentAsync(draft.Version));
        }
    }

    [Fact]
    public async Task A_change_replaces_the_whole_document_of_the_revision_that_was_seen()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var seen = await world.AddAsync(new string('x', 20_000) + "'");
        world.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await world.RuleSets.ChangeAsync(seen, Document("Short's."), null, Admin, Token));
        Assert.False(await world.RuleSets.ChangeAsync(seen, Document("Late."), null, Admin, Token));

        Assert.Equal(Document("Short's."), await world.DocumentAsync(2));
        var changed = await world.FindAsync(2);
        Assert.Equal(seen with { Revision = 2, UpdatedAt = TestRequests.Noon.AddMinutes(5), UpdatedBy = Admin.Id }, changed);
        Assert.True(await world.RuleSets.ChangeAsync(changed, Document(new string('y', 50_000)), "streets", Admin, Token));
        Assert.Equal(Document(new string('y', 50_000)), await world.DocumentAsync(2));
        Assert.Equal(
            ["create-rule-set rule-set:2", "change-rule-set rule-set:2 {\"revision\":\"2\"}", "change-rule-set rule-set:2 {\"revision\":\"3\",\"rule\":\"streets\"}"],
            await world.AuditedAsync());
    }

    [Fact]
    public async Task Of_two_who_change_the_same_revision_at_once_one_does_and_its_document_stands_whole()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var nodes = new[] { await RuleSetWorld.OfAsync(Fresh.Open()), await RuleSetWorld.OfAsync(Fresh.Open()) };
        for (var round = 0; round < 5; round++)
        {
            var seen = await world.AddAsync();
            string[] documents = [Document(new string('a', 30_000)), Document(new string('b', 9_000))];

            var ends = await Task.WhenAll(nodes.Select((node, i) => Task.Run(() => node.RuleSets.ChangeAsync(seen, documents[i], null, Admin, Token))));

            Assert.Single(ends, end => end);
            Assert.Equal(documents[ends[0] ? 0 : 1], await world.DocumentAsync(seen.Version));
        }
    }

    [Fact]
    public async Task Publishing_puts_one_in_force_archives_the_other_and_can_be_taken_back()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var draft = await world.AddAsync();
        world.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await world.PublishAsync(draft.Version));

        var at = TestRequests.Noon.AddMinutes(5);
        Assert.Equal(draft with { Status = "published", Revision = 2, PublishedAt = at, PublishedBy = Admin.Id }, await world.FindAsync(2));
        Assert.Equal(("archived", at), ((await world.FindAsync(1)).Status, (await world.FindAsync(1)).ArchivedAt));
        Assert.Equal(2, (await world.Cities.FindAsync(Token))!.Rules.Version);

        world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await world.PublishAsync(1));
        Assert.Equal(["1 published", "2 archived"], await world.StatusesAsync());
        Assert.Null((await world.FindAsync(1)).ArchivedAt);
        Assert.Equal(1, (await world.Cities.FindAsync(Token))!.Rules.Version);
        Assert.Equal(
            ["create-rule-set rule-set:2", "publish-rule-set rule-set:2 {\"from\":\"1\",\"was\":\"draft\"}", "publish-rule-set rule-set:1 {\"from\":\"2\",\"was\":\"archived\"}"],
            await world.AuditedAsync());
    }

    [Fact]
    public async Task What_was_ever_in_force_is_neither_changed_nor_thrown_away()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        await world.AddAsync();
        await world.PublishAsync(2);

        foreach (var version in new[] { 1, 2 })
        {
            var (seen, document) = (await world.FindAsync(version), await world.DocumentAsync(version));
            Assert.False(await world.RuleSets.ChangeAsync(seen, Document("Forged."), null, Admin, Token));
            Assert.Null(await world.RuleSets.DiscardAsync(seen, Admin, Token));
            Assert.Equal((seen, document), (await world.FindAsync(version), await world.DocumentAsync(version)));
        }
    }

    [Fact]
    public async Task Of_two_who_publish_at_once_from_the_same_state_one_does()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var nodes = new[] { await RuleSetWorld.OfAsync(Fresh.Open()), await RuleSetWorld.OfAsync(Fresh.Open()) };
        for (var round = 0; round < 5; round++)
        {
            RuleSetVersion[] drafts = [await world.AddAsync(), await world.AddAsync()];
            var against = await world.Cities.FindVersionsAsync(Token);

            var ends = await Task.WhenAll(nodes.Select((node, i) => Task.Run(() => node.RuleSets.PublishAsync(drafts[i], against, Admin, Token))));

            Assert.Single(ends, end => end);
            Assert.Equal($"{drafts[ends[0] ? 0 : 1].Version} published", Assert.Single(await world.StatusesAsync(), status => status.EndsWith("published", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_draft_that_was_changed_after_it_was_checked_is_not_published()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var seen = await world.AddAsync();
        await world.RuleSets.ChangeAsync(seen, Document("Changed."), null, Admin, Token);

        Assert.False(await world.RuleSets.PublishAsync(seen, new(1, 1, 0), Admin, Token));

        Assert.Equal(["1 published", "2 draft"], await world.StatusesAsync());
    }

    [Fact]
    public async Task What_was_checked_against_another_catalogue_is_not_published()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var seen = await world.AddAsync();
        var against = await world.Cities.FindVersionsAsync(Token);

        Assert.False(await world.RuleSets.PublishAsync(seen, against with { Catalog = against.Catalog + 1 }, Admin, Token));
        Assert.False(await world.RuleSets.PublishAsync(seen, against with { Catalog = against.Catalog - 1 }, Admin, Token));

        Assert.Equal(["1 published", "2 draft"], await world.StatusesAsync());
    }

    [Fact]
    public async Task A_discarded_draft_is_gone_and_its_number_is_not_used_again()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var seen = await world.AddAsync();

        var discarded = await world.RuleSets.DiscardAsync(seen, Admin, Token);
        Assert.Equal(seen with { Status = "discarded", Revision = 2, UpdatedAt = TestRequests.Noon, UpdatedBy = Admin.Id }, discarded);
        Assert.Null(await world.RuleSets.DiscardAsync(seen, Admin, Token));

        Assert.Null(await world.RuleSets.FindAsync(2, Token));
        Assert.False(await world.RuleSets.PublishAsync(seen, new(1, 1, 0), Admin, Token));
        Assert.Equal(3, (await world.AddAsync()).Version);
        Assert.Equal(["1 published", "3 draft"], await world.StatusesAsync());
    }

    [Fact]
    public async Task A_city_that_is_loaded_leaves_drafts_alone()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var draft = await world.AddAsync();

        var (city, _) = await world.InstallAsync(SmallCity.With(("rule-set.json", "The west.", "Out west.")));

        Assert.Equal(3, city.Rules.Version);
        Assert.Equal(["1 archived", "2 draft", "3 published"], await world.StatusesAsync());
        Assert.Equal((draft, Document("A draft.")), (await world.FindAsync(2), await world.DocumentAsync(2)));
        Assert.Equal(("command-line", "command-line"), ((await world.FindAsync(3)).CreatedBy, (await world.FindAsync(3)).PublishedBy));
    }

    [Fact]
    public async Task Pages_go_back_from_the_newest_and_a_status_narrows_them()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        for (var i = 0; i < 4; i++)
        {
            await world.AddAsync();
        }

        await world.PublishAsync(3);
        Assert.Equal([5, 4], await VersionsAsync(null, RuleSetStore.End, 2));
        Assert.Equal([3, 2, 1], await VersionsAsync(null, 4, 10));
        Assert.Equal([5, 4, 2], await VersionsAsync(RuleSetStatus.Draft, RuleSetStore.End, 10));
        Assert.Equal([1], await VersionsAsync(RuleSetStatus.Archived, RuleSetStore.End, 10));

        async Task<IEnumerable<int>> VersionsAsync(string? status, int before, int take) =>
            (await world.RuleSets.PageAsync(status, before, take, Token)).Select(version => version.Version);
    }

    [Fact]
    public async Task What_lost_its_reply_has_happened_once()
    {
        var world = await RuleSetWorld.OfAsync(Fresh.Database);
        var draft = await Unlucky().AddAsync();
        Assert.True(await Unlucky().RuleSets.ChangeAsync(draft, Document("Changed."), null, Admin, Token));
        Assert.True(await Unlucky().RuleSets.PublishAsync(await world.FindAsync(2), new(1, 1, 0), Admin, Token));

        Assert.Equal(["1 archived", "2 published"], await world.StatusesAsync());
        Assert.Equal(Document("Changed."), await world.DocumentAsync(2));
        Assert.Equal(3, (await world.AuditedAsync()).Length);

        RuleSetWorld Unlucky() => On(Fresh.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));
    }
}

public sealed class SqliteRuleSetStoreTests() : RuleSetStoreTests(new SqliteTestDatabase());

public sealed class SqlServerRuleSetStoreTests() : RuleSetStoreTests(new SqlServerTestDatabase());
