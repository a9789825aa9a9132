using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Claims;
using Connect311.Tests.ServiceRequests;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Triage.Claims;

/// <summary>One node's claims over a database, with an application clock of its own.</summary>
internal sealed class ClaimNode
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    private readonly LeaseClock _leases = new();

    public ClaimNode(Database database)
    {
        Database = database;
        Store = new(database, new(database), _leases, Time);
    }

    public Database Database { get; }

    public ClaimStore Store { get; }

    public FakeTimeProvider Time { get; } = new(TestRequests.Noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lets time pass for the database's clock, as this node asks it.</summary>
    public void Pass(TimeSpan time) => _leases.Offset += time;

    public static QueueFilter QueueOf(string department) => new() { Department = department, WithConfidential = false };

    public async Task<long> StoredAsync(Func<RequestRow, RequestRow>? change = null) =>
        (await Database.StoredAsync(TestRequests.NewRequest(change: change))).Row.Id;

    public async Task<ClaimRow> FindAsync(long id) => (await Store.FindAsync(new(id), Token))!;

    /// <summary>Reads the request and takes it; false when that was not to be.</summary>
    public async Task<bool> TakeAsync(long id, string who) =>
        await Store.TakeAsync(await FindAsync(id), new(who, who, Length), Token) is not null;

    public async Task<bool> AssignAsync(long id, string who, TimeSpan? length = null) =>
        await Store.TakeAsync(await FindAsync(id), new("boss", who, length ?? Length) { IsAssigned = true }, Token) is not null;

    public async Task<bool> RenewAsync(ClaimRow held) => await Store.RenewAsync(held, Length, Token);

    public async Task<bool> ReleaseAsync(long id) => await Store.ReleaseAsync(await FindAsync(id), "boss", Token) is not null;

    public Task<(long Id, string Hash)?> NextAsync(string department, string who) => NextAsync(QueueOf(department), who);

    public Task<(long Id, string Hash)?> NextAsync(QueueFilter filter, string who) => Store.TakeNextAsync(filter, who, Length, Token);

    public async Task<string[]> KindsAsync(long id) => [.. (await Database.EventsAsync(id)).Select(line => line.Kind)];
}
