using Connect311.Api.Databases;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Tests.ServiceRequests;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Staff;

/// <summary>What one node has of staff, over a database; nodes of one database share the clock of the first.</summary>
internal sealed class StaffWorld
{
    /// <summary>One key ring for all databases of the tests, as nodes share theirs.</summary>
    private static readonly EphemeralDataProtectionProvider Ring = new();

    public static readonly Actor Admin = new("an-admin", Role.Admin);

    private StaffWorld(Database database, FakeTimeProvider time)
    {
        Time = time;
        Keys = new(database, Ring, time);
        Audit = new(database, time);
        Members = new(database, Audit, time);
        Tokens = new(database, Keys, Audit, time);
        ApiKeys = new(database, Audit, time);
        var spool = Options.Create(new SpoolOptions());
        Directory = new(new KnownKeys(ApiKeys, new IntakeCircuit(spool, time), spool, time), Tokens, time, NullLogger<CallerDirectory>.Instance, []);
    }

    public FakeTimeProvider Time { get; }

    public SecretKeys Keys { get; }

    public AuditLog Audit { get; }

    public StaffMembers Members { get; }

    public StaffTokens Tokens { get; }

    public ApiKeyStore ApiKeys { get; }

    public CallerDirectory Directory { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<StaffWorld> OfAsync(Database database, FakeTimeProvider? time = null)
    {
        var world = new StaffWorld(database, time ?? new(TestRequests.Noon));
        await world.Keys.LoadAsync(Token);
        return world;
    }

    public async Task<StaffMember> AddAsync(string role = Role.Agent, string? department = null, string name = "Pat O'Brien")
    {
        var wish = new StaffWish(name, role, department ?? (Role.HasDepartment(role) ? "DOT" : null));
        return (await Members.AddAsync(wish, New(), Admin, Token)).Member;
    }

    public async Task<(StaffToken Row, string Token)> TokenAsync(StaffMember member, int days = 90)
    {
        var (row, token) = await Tokens.CreateAsync(member.Id, "laptop", days, New(), Admin, Token);
        return (row!, token!);
    }

    public Creation New(string? key = null, params string?[] meaning) => Creation.Of(Admin.Id, key, Time, meaning);

    /// <summary>Who a token is to this node now, or null.</summary>
    public ValueTask<Caller?> CallerAsync(string token) => Directory.FindStaffAsync(token, null, Token);

    /// <summary>The audit, oldest first, as <c>action target outcome</c>.</summary>
    public async Task<string[]> AuditedAsync() =>
        [.. (await Audit.PageAsync(null, null, AuditLog.End, 1000, Token))
            .OrderBy(happened => happened.Position)
            .Select(happened => $"{happened.Action} {happened.Target} {happened.Outcome}")];
}
