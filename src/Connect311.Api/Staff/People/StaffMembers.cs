using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Staff.People;

/// <summary>How a change of a member of staff ended.</summary>
internal enum StaffChange
{
    Done,

    /// <summary>Somebody else changed it first.</summary>
    ChangedMeanwhile,

    /// <summary>Nobody would be left who may administer.</summary>
    LastAdmin,
}

/// <summary>What narrows a list of staff; null narrows nothing.</summary>
internal sealed record StaffFilter(string? Role = null, string? Department = null, bool? Active = null);

/// <summary>Keeps who works here. Every change is audited in its own transaction.</summary>
internal sealed class StaffMembers(Database database, AuditLog audit, TimeProvider time)
{
    private readonly StaffMemberSql _sql = StaffMemberSql.For(database.Engine);

    public Task<StaffMember?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.FindAsync<StaffMember>(_sql.Find, new StaffMemberSql.IdParameters(id), cancellationToken);

    /// <summary>The members behind an id, in the order of ids; the empty id begins.</summary>
    public Task<List<StaffMember>> PageAsync(StaffFilter filter, string after, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<StaffMember>(
            _sql.Page, new StaffMemberSql.PageParameters(after, filter.Role, filter.Department, filter.Active, take), cancellationToken);

    /// <summary>Adds somebody who signs in by token.</summary>
    /// <param name="wish">Checked by <see cref="StaffRules"/>.</param>
    /// <returns>The member; not new where the same creation was stored before, whatever it asked for.</returns>
    public Task<(StaffMember Member, bool IsNew)> AddAsync(
        StaffWish wish, Creation creation, Actor actor, CancellationToken cancellationToken) =>
        InsertAsync(
            new()
            {
                Id = creation.Id,
                Name = wish.Name,
                Role = wish.Role,
                Department = wish.Department,
                SignsInBy = SignsInBy.Token,
                BodyHash = creation.BodyHash,
                CreatedAt = time.Now(),
                CreatedBy = actor.Id,
                Version = 1,
            },
            actor,
            cancellationToken);

    public async Task<StaffChange> ChangeAsync(
        StaffMember seen, StaffWish wish, Actor actor, CancellationToken cancellationToken) =>
        await audit.ActAsync(
            audit.New(actor, AuditAction.ChangeStaff, AuditTarget.Staff(seen.Id), DetailsOf(wish.Role, wish.Department)),
            write => write.Change(_sql.Change, new StaffMemberSql.ChangeParameters(seen.Id, seen.Version, wish.Name, wish.Role, wish.Department)),
            cancellationToken)
            ? StaffChange.Done
            : await WhyNotAsync(seen, cancellationToken);

    /// <summary>Deactivates somebody and revokes all tokens of that person, for good.</summary>
    /// <param name="lastMayGo">Whether nobody need be left who may administer.</param>
    public async Task<StaffChange> DeactivateAsync(
        StaffMember seen, bool lastMayGo, Actor actor, CancellationToken cancellationToken)
    {
        var happened = audit.New(actor, AuditAction.DeactivateStaff, AuditTarget.Staff(seen.Id));
        return await audit.ActAsync(
            happened,
            write => write
                .Change(_sql.Deactivate, new StaffMemberSql.DeactivateParameters(seen.Id, seen.Version, happened.At, lastMayGo))
                .Run(_sql.RevokeTokens, new StaffMemberSql.RevokeTokensParameters(seen.Id, happened.At)),
            cancellationToken)
            ? StaffChange.Done
            : await WhyNotAsync(seen, cancellationToken);
    }

    /// <summary>Lets somebody work again, with new tokens.</summary>
    public async Task<StaffChange> ReactivateAsync(StaffMember seen, Actor actor, CancellationToken cancellationToken) =>
        await audit.ActAsync(
            audit.New(actor, AuditAction.ReactivateStaff, AuditTarget.Staff(seen.Id)),
            write => write.Change(_sql.Reactivate, new StaffMemberSql.ReactivateParameters(seen.Id, seen.Version)),
            cancellationToken)
            ? StaffChange.Done
            : StaffChange.ChangedMeanwhile;

    /// <summary>Keeps what the issuer says of somebody: a new row, or the old one brought up to date.</summary>
    /// <param name="known">The row as it was read; null when there was none.</param>
    /// <param name="claimsAt">When the issuer said it. What it said earlier than what is known changes nothing.</param>
    public async Task<StaffMember> MirrorAsync(
        StaffMember? known, string id, StaffWish wish, DateTimeOffset claimsAt, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            return (await InsertAsync(
                new()
                {
                    Id = id,
                    Name = wish.Name,
                    Role = wish.Role,
                    Department = wish.Department,
                    SignsInBy = SignsInBy.Issuer,
                    BodyHash = "",
                    CreatedAt = time.Now(),
                    CreatedBy = Actor.Issuer.Id,
                    ClaimsAt = Clock.Truncated(claimsAt),
                    Version = 1,
                },
                Actor.Issuer,
                cancellationToken)).Member;
        }

        if (wish == new StaffWish(known.Name, known.Role, known.Department) || Clock.Truncated(claimsAt) <= known.ClaimsAt)
        {
            return known;
        }

        await audit.ActAsync(
            audit.New(Actor.Issuer, AuditAction.ChangeStaff, AuditTarget.Staff(id), DetailsOf(wish.Role, wish.Department)),
            write => write.Change(_sql.Mirror, new StaffMemberSql.MirrorParameters(
                id, known.Version, wish.Name, wish.Role, wish.Department, Clock.Truncated(claimsAt))),
            cancellationToken);
        return await FindAsync(id, cancellationToken) ?? known;
    }

    private async Task<(StaffMember Member, bool IsNew)> InsertAsync(StaffMember member, Actor actor, CancellationToken cancellationToken)
    {
        try
        {
            await audit.ActAsync(
                audit.New(actor, AuditAction.AddStaff, AuditTarget.Staff(member.Id), DetailsOf(member.Role, member.Department)),
                write => write.Run(_sql.Insert, new StaffMemberSql.InsertParameters(
                    member.Id,
                    member.Name,
                    member.Role,
                    member.Department,
                    member.SignsInBy,
                    member.BodyHash,
                    member.CreatedAt,
                    member.CreatedBy,
                    member.ClaimsAt)),
                cancellationToken);
            return (member, true);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            return (await FindAsync(member.Id, cancellationToken) ?? throw new InvalidOperationException("A member of staff is gone.", e), false);
        }
    }

    private async Task<StaffChange> WhyNotAsync(StaffMember seen, CancellationToken cancellationToken) =>
        (await FindAsync(seen.Id, cancellationToken))?.Version == seen.Version ? StaffChange.LastAdmin : StaffChange.ChangedMeanwhile;

    private static Dictionary<string, string> DetailsOf(string role, string? department) =>
        department is null ? new() { ["role"] = role } : new() { ["role"] = role, ["department"] = department };
}
