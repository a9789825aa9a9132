using Connect311.Api.Staff;
using Connect311.Api.Staff.People;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Staff;

public abstract class StaffTokensTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_says_whose_it_is_and_nothing_else_does()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var member = await world.AddAsync(Role.Supervisor, "NYPD");
        var (row, token) = await world.TokenAsync(member);

        var caller = await world.CallerAsync(token);

        Assert.Equal((member.Id, Role.Supervisor), (caller!.Id, caller.Role));
        Assert.Equal((Access.Allowed, Access.Forbidden), (caller.ToQueue("NYPD"), caller.ToQueue("DOT")));
        string[] others = [row.Id, member.Id, "", token + "A", token[..^1], token.ToUpperInvariant(), token[..^1] + (token[^1] == 'A' ? 'B' : 'A')];
        Assert.All(others, other => Assert.Null(world.CallerAsync(other).AsTask().Result));
    }

    [Fact]
    public async Task A_token_can_be_recognised_and_is_stored_as_a_keyed_hash_alone()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var (row, token) = await world.TokenAsync(await world.AddAsync());

        Assert.Matches("^c311_staff_[A-Za-z0-9_-]{43}$", token);
        var stored = Assert.Single(await Fresh.Database.QueryAsync<string>("SELECT TokenHash FROM StaffToken;", null, Cancel));
        Assert.NotEqual(
            System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token))),
            stored);
        Assert.Equal(world.Tokens.HashOf(token), stored);
        Assert.Equal(row, await world.Tokens.FindAsync(row.Id, Cancel));
        Assert.Equal(row, await world.Tokens.FindByTokenAsync(token, Cancel));
        Assert.Equal(("laptop", StaffWorld.Admin.Id, TestRequests.Noon.AddDays(90)), (row.Name, row.CreatedBy, row.ExpiresAt));
    }

    [Fact]
    public async Task A_token_expires_to_the_millisecond_whoever_remembers_it()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var (_, token) = await world.TokenAsync(await world.AddAsync(), days: 1);

        world.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await world.CallerAsync(token));
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await world.CallerAsync(token));
    }

    [Fact]
    public async Task Another_node_refuses_a_revoked_token_within_a_second()
    {
        var here = await StaffWorld.OfAsync(Fresh.Database);
        var there = await StaffWorld.OfAsync(Fresh.Open(), here.Time);
        var (row, token) = await here.TokenAsync(await here.AddAsync());
        Assert.NotNull(await there.CallerAsync(token));

        Assert.True(await here.Tokens.RevokeAsync(row, StaffWorld.Admin, Cancel));
        Assert.False(await here.Tokens.RevokeAsync(row, StaffWorld.Admin, Cancel));

        here.Time.Advance(ShortMemory<GoodToken>.Lifetime);
        Assert.Null(await there.CallerAsync(token));
        Assert.Null(await here.CallerAsync(token));
        Assert.Equal(TimeSpan.FromSeconds(1), ShortMemory<GoodToken>.Lifetime);
    }

    [Fact]
    public async Task Another_node_takes_a_new_role_within_a_second()
    {
        var here = await StaffWorld.OfAsync(Fresh.Database);
        var there = await StaffWorld.OfAsync(Fresh.Open(), here.Time);
        var member = await here.AddAsync(Role.Operator);
        var (_, token) = await here.TokenAsync(member);
        Assert.Equal(Role.Operator, (await there.CallerAsync(token))!.Role);

        await here.Members.ChangeAsync(member, new(member.Name, Role.CallTaker, null), StaffWorld.Admin, Cancel);

        here.Time.Advance(ShortMemory<GoodToken>.Lifetime);
        Assert.Equal(Role.CallTaker, (await there.CallerAsync(token))!.Role);
    }

    [Fact]
    public async Task The_last_use_is_kept_to_the_hour_and_costs_one_write_an_hour()
    {
        var commits = 0;
        var world = await StaffWorld.OfAsync(Fresh.Faulty(async (commit, _) =>
        {
            commits++;
            return await commit();
        }));
        var (row, token) = await world.TokenAsync(await world.AddAsync());
        world.Time.Advance(TimeSpan.FromMinutes(17));
        commits = 0;

        for (var minute = 0; minute < 100; minute++)
        {
            await world.CallerAsync(token);
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, commits);
        Assert.Equal(TestRequests.Noon.AddHours(1), (await world.Tokens.FindAsync(row.Id, Cancel))!.LastUsedAt);
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_still_knows_its_staff()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var (_, token) = await world.TokenAsync(await world.AddAsync());
        var broken = await StaffWorld.OfAsync(Fresh.Faulty(FaultyDatabase.Refuses(FaultyDatabase.DiskFailed)));

        Assert.NotNull(await broken.CallerAsync(token));
    }

    [Fact]
    public async Task Nobody_who_is_deactivated_or_comes_by_the_issuer_gets_a_token()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var gone = await world.AddAsync();
        await world.Members.DeactivateAsync(gone, lastMayGo: false, StaffWorld.Admin, Cancel);
        var foreign = await world.Members.MirrorAsync(null, new string('c', 32), new("Ana", Role.Operator, null), TestRequests.Noon, Cancel);

        foreach (var member in new[] { gone, foreign })
        {
            Assert.Equal((null, null), await world.Tokens.CreateAsync(member.Id, "laptop", 1, world.New(), StaffWorld.Admin, Cancel));
            Assert.Empty(await world.Tokens.OfMemberAsync(member.Id, Cancel));
        }

        Assert.DoesNotContain(await world.AuditedAsync(), line => line.StartsWith("create-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_creation_makes_one_token_and_shows_it_once()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var member = await world.AddAsync();
        var creation = world.New("my-key");

        var (first, token) = await world.Tokens.CreateAsync(member.Id, "laptop", 1, creation, StaffWorld.Admin, Cancel);
        var (second, nothing) = await world.Tokens.CreateAsync(member.Id, "laptop", 1, creation, StaffWorld.Admin, Cancel);

        Assert.Equal((first, null), (second, nothing));
        Assert.NotNull(await world.CallerAsync(token!));
    }

    [Fact]
    public async Task A_token_whose_making_lost_its_reply_is_made_and_shown()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var member = await world.AddAsync();
        var unlucky = await StaffWorld.OfAsync(Fresh.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));

        var (_, token) = await unlucky.TokenAsync(member);

        Assert.NotNull(await world.CallerAsync(token));
        Assert.Single(await world.Tokens.OfMemberAsync(member.Id, Cancel));
    }
}

public sealed class SqliteStaffTokensTests() : StaffTokensTests(new SqliteTestDatabase());

public sealed class SqlServerStaffTokensTests() : StaffTokensTests(new SqlServerTestDatabase());
