using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Triage.Remarks;

/// <summary>What staff say about a request without changing it.</summary>
internal sealed class RemarkDesk(StaffStore store, CurrentCity city, TimeProvider time)
{
    /// <summary>Adds a remark to the version that the caller saw.</summary>
    /// <param name="kind"><see cref="EventKind.Noted"/> or <see cref="EventKind.Updated"/>.</param>
    public async Task<Plan> PlanAsync(Sighting sighting, string kind, string text, Caller caller, CancellationToken cancellationToken)
    {
        var seen = await store.FindAsync(sighting.Number, cancellationToken);
        return (seen is null ? Access.Hidden : caller.ToHandle(seen.Held)).Refusal() is { } refused ? refused
            : seen!.Version != sighting.Version ? new ProblemResult(ProblemCode.VersionMismatch)
            : Plan(seen, kind, text, caller.Id, isOfDepartment: caller.Role == Role.Department);
    }

    /// <summary>What a remark says, and who says it; kept erasable.</summary>
    public static Dictionary<string, string> DetailsOf(string text, string actor) => new() { ["actor"] = actor, [StepMember.Text] = text };

    /// <summary>A remark about a request as it was read.</summary>
    /// <param name="actor">Who says it, by id.</param>
    /// <param name="isOfDepartment">Whether the system of an external department says it: that need not hear of it.</param>
    public PlannedChange Plan(StaffRow seen, string kind, string text, string actor, bool isOfDepartment = false) =>
        Plan(seen, kind, DetailsOf(text, actor), isOfDepartment);

    /// <inheritdoc cref="Plan(StaffRow, string, string, string, bool)"/>
    /// <param name="details">What is said, and by whom.</param>
    public PlannedChange Plan(StaffRow seen, string kind, Dictionary<string, string> details, bool isOfDepartment = false)
    {
        var happened = new NewEvent(
            kind,
            time.NowAfter(seen.UpdatedAt),
            NewEvent.Json(seen.Unchanged),
            details);
        var next = EventChain.Append(seen.Id, seen.EventCount + 1, seen.HeadHash, happened);
        var write = new Write().Change(RemarkSql.Instance.Add, new RemarkSql.AddParameters(
            seen.Id, seen.Version, seen.HeadHash, next.Hash, next.At, (int)ErasureScope.Kept(kind)));
        if (kind == EventKind.Updated)
        {
            write.Run(StaffSql.Instance.Notify, new StaffSql.NotifyParameters(seen.Id, next.Number, OutboxKind.Notify, next.At));
        }

        if (!isOfDepartment && city.Value.Catalog.Departments.GetValueOrDefault(seen.Department) is { IsExternal: true })
        {
            write.Run(StaffSql.Instance.Forward, new StaffSql.ForwardParameters(seen.Id, next.Number, OutboxKind.Forward, next.At));
        }

        return new(seen.Id, write, next);
    }
}

/// <summary>How a remark changes the row of its request.</summary>
internal sealed record RemarkSql
{
    public static RemarkSql Instance { get; } = new();

    [Parameters(typeof(AddParameters))]
    public string Add { get; } = """
        UPDATE ServiceRequest
        SET UpdatedAt = @At, ErasedScopes = ErasedScopes & @KeptErased, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
        WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash;
        """;

    internal sealed record AddParameters(long Id, int Version, string PreviousHash, string HeadHash, DateTimeOffset At, int KeptErased);
}
