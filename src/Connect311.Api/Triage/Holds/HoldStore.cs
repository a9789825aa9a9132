using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Triage.Holds;

/// <summary>Keeps whose reports wait for an operator. Every change stands in the audit, in its own transaction.</summary>
internal sealed class HoldStore(Database database, AuditLog audit, LeaseClock clock, TimeProvider time)
{
    /// <summary>Behind every id: they are hexadecimal.</summary>
    public const string Newest = "~";

    private readonly HoldSql _sql = HoldSql.For(database.Engine);

    private int ClockOffset => (int)clock.Offset.TotalMilliseconds;

    /// <summary>What is held now.</summary>
    public Task<List<ActiveHold>> ActiveAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<ActiveHold>(_sql.Active, new HoldSql.NowParameters(ClockOffset), cancellationToken);

    /// <summary>The newest first.</summary>
    /// <param name="before">The id behind which the page begins; <see cref="Newest"/> for the first.</param>
    /// <param name="withConfidential">Whether confidential reports that wait are counted.</param>
    public Task<List<HoldRow>> PageAsync(string before, int take, bool withConfidential, CancellationToken cancellationToken) =>
        database.QueryAsync<HoldRow>(_sql.Page, new HoldSql.PageParameters(before, take, withConfidential, ClockOffset), cancellationToken);

    /// <param name="withConfidential">Whether confidential reports that wait are counted.</param>
    public Task<HoldRow?> FindAsync(string id, bool withConfidential, CancellationToken cancellationToken) =>
        database.FindAsync<HoldRow>(_sql.Find, new HoldSql.FindParameters(id, withConfidential, ClockOffset), cancellationToken);

    /// <summary>The hold under which a request came in; null where it came in under none.</summary>
    public Task<StaffHold?> FindOfAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<StaffHold>(_sql.OfRequest, new HoldSql.RequestParameters(number.Id), cancellationToken);

    /// <summary>The device that a report came from, as a hold of it is hashed; null where it came from none.</summary>
    public Task<string?> DeviceOfAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<string>(_sql.DeviceOf, new HoldSql.RequestParameters(number.Id), cancellationToken);

    /// <returns>False when what it would hold is held already.</returns>
    public Task<bool> AddAsync(NewHold hold, Actor by, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(by, AuditAction.AddHold, AuditTarget.Hold(hold.Id), new Dictionary<string, string> { ["kind"] = hold.Kind }),
        write => write.Change(_sql.Add, new HoldSql.AddParameters(
            hold.Id, hold.Kind, hold.ValueHash, hold.SealedValue, hold.Reason, by.Id, time.Now(), (int)hold.Length.TotalSeconds, ClockOffset)),
        cancellationToken);

    /// <summary>The next holds that ended by themselves, and still say whom they were about, in the order of their ids.</summary>
    /// <param name="after">Behind which; empty for the first.</param>
    public Task<List<string>> OverAsync(string after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<string>(_sql.Over, new HoldSql.OverParameters(after, take, ClockOffset), cancellationToken);

    /// <summary>Erases whom a hold that is over was about.</summary>
    /// <returns>False when that is done already.</returns>
    public Task<bool> ClearAsync(string id, Actor by, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(by, AuditAction.ClearHold, AuditTarget.Hold(id)),
        write => write.Change(_sql.Clear, new HoldSql.IdParameters(id)),
        cancellationToken);

    /// <summary>Ends it, and erases whom it was about.</summary>
    /// <returns>False when somebody else ended it first.</returns>
    public Task<bool> EndAsync(HoldRow seen, Actor by, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(by, AuditAction.EndHold, AuditTarget.Hold(seen.Id)),
        write => write.Change(_sql.End, new HoldSql.EndParameters(seen.Id, seen.Version, by.Id, time.Now())),
        cancellationToken);
}

/// <summary>What intake knows of a hold.</summary>
internal sealed record ActiveHold
{
    public required string Id { get; init; }

    public required string ValueHash { get; init; }
}
