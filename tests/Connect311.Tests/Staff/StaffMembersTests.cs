using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Staff;

public abstract class StaffMembersTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_added_is_found_as_asked_for()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);

        var added = await world.AddAsync(Role.Agent, "DOT", "Pat O'Brien 李");

        Assert.Equal(added, await world.Members.FindAsync(added.Id, Token));
        Assert.Equal(
            ("Pat O'Brien 李", Role.Agent, "DOT", SignsInBy.Token, TestRequests.Noon, StaffWorld.Admin.Id, 1, true),
            (added.Name, added.Role, added.Department, added.SignsInBy, added.CreatedAt, added.CreatedBy, added.Version, added.IsActive));
        Assert.Equal([$"add-staff staff:{added.Id} done"], await world.AuditedAsync());
    }

    [Fact]
    public async Task The_same_creation_adds_one_and_meets_what_was_stored()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var creation = world.New("my-key", "Pat");

        var (first, isNew) = await world.Members.AddAsync(new("Pat", Role.Operator, null), creation, StaffWorld.Admin, Token);
        var (second, isNewAgain) = await world.Members.AddAsync(new("Pat", Role.Operator, null), creation, StaffWorld.Admin, Token);

        Assert.Equal((true, false, first), (isNew, isNewAgain, second));
        Assert.NotEqual(first.BodyHash, world.New("my-key", "Kim").BodyHash);
        Assert.Equal(first.Id, world.New("my-key", "Kim").Id);
        Assert.Single(await world.AuditedAsync());
    }

    [Fact]
    public async Task An_adding_whose_reply_was_lost_has_happened_once()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var unlucky = await StaffWorld.OfAsync(Fresh.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));

        var added = await unlucky.AddAsync();

        Assert.Equal(added, await world.Members.FindAsync(added.Id, Token));
        Assert.Single(await world.AuditedAsync());
    }

    [Fact]
    public async Task Pages_follow_each_other_and_filters_narrow_them()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var agents = new List<StaffMember> { await world.AddAsync(), await world.AddAsync(department: "NYPD"), await world.AddAsync() };
        var admin = await world.AddAsync(Role.Admin);
        await world.Members.DeactivateAsync(agents[0], lastMayGo: false, StaffWorld.Admin, Token);
        string[] ids = [.. agents.Append(admin).Select(member => member.Id).Order(StringComparer.Ordinal)];

        var first = await world.Members.PageAsync(new(), "", 3, Token);
        var second = await world.Members.PageAsync(new(), first[^1].Id, 3, Token);

        Assert.Equal(ids, first.Concat(second).Select(member => member.Id));
        Assert.Equal([admin.Id], await IdsAsync(new(Role: Role.Admin)));
        Assert.Equal([agents[1].Id], await IdsAsync(new(Department: "NYPD")));
        Assert.Equal([agents[0].Id], await IdsAsync(new(Active: false)));
        Assert.Equal([agents[2].Id], await IdsAsync(new(Role.Agent, "DOT", true)));

        async Task<IEnumerable<string>> IdsAsync(StaffFilter filter) =>
            (await world.Members.PageAsync(filter, "", 10, Token)).Select(member => member.Id);
    }

    [Fact]
    public async Task A_change_is_made_to_the_version_that_was_seen()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var seen = await world.AddAsync();
        var wish = new StaffWish("Pat Kim", Role.Supervisor, "NYPD");

        Assert.Equal(StaffChange.Done, await world.Members.ChangeAsync(seen, wish, StaffWorld.Admin, Token));
        Assert.Equal(StaffChange.ChangedMeanwhile, await world.Members.ChangeAsync(seen, wish, StaffWorld.Admin, Token));

        Assert.Equal(
            seen with { Name = "Pat Kim", Role = Role.Supervisor, Department = "NYPD", Version = 2 },
            await world.Members.FindAsync(seen.Id, Token));
        Assert.Equal([$"add-staff staff:{seen.Id} done", $"change-staff staff:{seen.Id} done"], await world.AuditedAsync());
    }

    [Fact]
    public async Task The_last_admin_stays_an_active_admin()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var (last, other) = (await world.AddAsync(Role.Admin, name: "Last"), await world.AddAsync(Role.Admin));
        Assert.Equal(StaffChange.Done, await world.Members.DeactivateAsync(other, lastMayGo: false, StaffWorld.Admin, Token));

        Assert.Equal(StaffChange.LastAdmin, await world.Members.DeactivateAsync(last, lastMayGo: false, StaffWorld.Admin, Token));
        Assert.Equal(StaffChange.LastAdmin, await world.Members.ChangeAsync(last, new("Last", Role.Operator, null), StaffWorld.Admin, Token));
        Assert.Equal(StaffChange.Done, await world.Members.ChangeAsync(last, new("Renamed", Role.Admin, null), StaffWorld.Admin, Token));

        var kept = await world.Members.FindAsync(last.Id, Token);
        Assert.Equal((true, Role.Admin, "Renamed"), (kept!.IsActive, kept.Role, kept.Name));
        Assert.Equal(StaffChange.Done, await world.Members.DeactivateAsync(kept, lastMayGo: true, Actor.CommandLine, Token));
    }

    [Fact]
    public async Task Of_two_admins_who_remove_each_other_at_once_one_stays()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await world.AddAsync(Role.Admin), await world.AddAsync(Role.Admin));
            var nodes = await Task.WhenAll(StaffWorld.OfAsync(Fresh.Open()), StaffWorld.OfAsync(Fresh.Open()));

            var ends = await Task.WhenAll(
                Task.Run(() => nodes[0].Members.DeactivateAsync(one, lastMayGo: false, StaffWorld.Admin, Token)),
                Task.Run(() => nodes[1].Members.DeactivateAsync(other, lastMayGo: false, StaffWorld.Admin, Token)));

            Assert.Equal([StaffChange.Done, StaffChange.LastAdmin], ends.Order());
            var left = Assert.Single(await world.Members.PageAsync(new(Role.Admin, Active: true), "", 10, Token));
            await world.Members.DeactivateAsync(left, lastMayGo: true, StaffWorld.Admin, Token);
        }
    }

    [Fact]
    public async Task A_deactivation_revokes_all_tokens_for_good()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var (member, bystander) = (await world.AddAsync(), await world.AddAsync());
        var tokens = new[] { await world.TokenAsync(member), await world.TokenAsync(member) };
        var (_, untouched) = await world.TokenAsync(bystander);
        world.Time.Advance(TimeSpan.FromMinutes(5));

        await world.Members.DeactivateAsync(member, lastMayGo: false, StaffWorld.Admin, Token);
        var deactivated = await world.Members.FindAsync(member.Id, Token);
        Assert.Equal(TestRequests.Noon.AddMinutes(5), deactivated!.DeactivatedAt);
        Assert.Equal(StaffChange.Done, await world.Members.ReactivateAsync(deactivated, StaffWorld.Admin, Token));

        Assert.Equal(member with { Version = 3 }, await world.Members.FindAsync(member.Id, Token));
        Assert.All(await world.Tokens.OfMemberAsync(member.Id, Token), row => Assert.Equal(TestRequests.Noon.AddMinutes(5), row.RevokedAt));
        Assert.All(tokens, token => Assert.Null(world.CallerAsync(token.Token).AsTask().Result));
        Assert.NotNull(await world.CallerAsync(untouched));
    }

    [Fact]
    public async Task A_change_whose_reply_was_lost_has_happened_once()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var member = await world.AddAsync();
        var unlucky = await StaffWorld.OfAsync(Fresh.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));

        Assert.Equal(StaffChange.Done, await unlucky.Members.DeactivateAsync(member, lastMayGo: false, StaffWorld.Admin, Token));

        Assert.Equal(2, (await world.AuditedAsync()).Length);
    }

    [Fact]
    public async Task What_the_issuer_says_is_kept_and_what_it_said_before_is_not()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var id = new string('a', 32);
        var (agent, chief) = (new StaffWish("Ana", Role.Agent, "DOT"), new StaffWish("Ana", Role.Supervisor, "DOT"));

        var met = await world.Members.MirrorAsync(null, id, agent, TestRequests.Noon, Token);
        var again = await world.Members.MirrorAsync(met, id, agent, TestRequests.Noon.AddHours(1), Token);
        var promoted = await world.Members.MirrorAsync(again, id, chief, TestRequests.Noon.AddHours(1), Token);
        var outdated = await world.Members.MirrorAsync(promoted, id, agent, TestRequests.Noon.AddMinutes(30), Token);

        Assert.Equal((SignsInBy.Issuer, 1, "issuer"), (met.SignsInBy, met.Version, met.CreatedBy));
        Assert.Equal(met, again);
        Assert.Equal((Role.Supervisor, 2, TestRequests.Noon.AddHours(1)), (promoted.Role, promoted.Version, promoted.ClaimsAt));
        Assert.Equal(promoted, outdated);
        Assert.Equal([$"add-staff staff:{id} done", $"change-staff staff:{id} done"], await world.AuditedAsync());
    }

    [Fact]
    public async Task Two_nodes_that_meet_somebody_at_once_keep_one_row()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StaffWorld.OfAsync(Fresh.Open())));
        var id = new string('b', 32);

        var met = await Task.WhenAll(nodes.Select(node => Task.Run(
            () => node.Members.MirrorAsync(null, id, new("Ana", Role.Operator, null), TestRequests.Noon, Token))));

        Assert.All(met, one => Assert.Equal(met[0], one));
        Assert.Single(await nodes[0].AuditedAsync());
    }
}

public sealed class SqliteStaffMembersTests() : StaffMembersTests(new SqliteTestDatabase());

public sealed class SqlServerStaffMembersTests() : StaffMembersTests(new SqlServerTestDatabase());
