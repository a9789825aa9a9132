using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>Where staff set right what a request says, and decide whether it goes where the rules would then have it.</summary>
internal sealed class ReroutingDesk(RevisionStore store, StaffStore staff, StaffDesk desk, CurrentCity city, Contacts contacts, IOptions<TransferOptions> options, TimeProvider time)
{
    /// <summary>Corrects the version that If-Match names; what it says already changes nothing.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> CorrectAsync(
        string trackingNumber, Correction correction, HttpContext context)
    {
        var (request, refusal) = await FindAsync(trackingNumber, context);
        if (request is null)
        {
            return refusal!;
        }

        var now = city.Value;
        var faults = new List<Fault>();
        var report = CorrectionRules.Apply(correction, request, now, faults, out var type);
        if (report is null)
        {
            return type is { IsRequest: false }
                ? SubmitEndpoints.Instead(type, Languages.Of(context))
                : new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        report = await WithUnitAsync(report, correction.Address?.Unit, request.Row, context.RequestAborted);
        if (report.Contact is not null && request.Row.LegalHoldAt is not null)
        {
            // All else stands in the history as it was; an apartment stands with the contact alone.
            return new ProblemResult(ProblemCode.LegallyHeld);
        }

        return report.Changed.Count == 0
            ? await desk.ReadAsync(new(request.Row.Id), context)
            : await WriteAsync(request, Revision.OfCorrection(request, report, ByCaller(request, correction.Note, context), now), context);
    }

    /// <summary>Sends the request on to another department; to the operators, where departments did so too often.</summary>
    public async Task<Plan> PlanTransferAsync(Sighting sighting, Transfer transfer, Caller caller, CancellationToken cancellationToken)
    {
        var (request, refusal) = await FindAsync(sighting, caller, cancellationToken);
        if (request is null)
        {
            return refusal!;
        }

        if (Lifecycle.Next(Lifecycle.Transfer, request.Row.Status) is null)
        {
            return Refused.Transition(request.Row.Status, caller.Role);
        }

        if (transfer.Department == request.Row.Department)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, [new("/department", FaultCodes.AlreadyThere)]);
        }

        int? most = caller.Role == Role.Operator ? null : options.Value.MostTransfers;
        return PlanOf(request, Revision.Transferred(request, transfer, By(request, transfer.Note, caller), most, city.Value));
    }

    /// <summary>Hands a report that was held back to the department that the rules in force name.</summary>
    public async Task<Plan> PlanReleaseAsync(Sighting sighting, string? note, Caller caller, CancellationToken cancellationToken)
    {
        var (request, refusal) = await FindAsync(sighting, caller, cancellationToken);
        if (request is null)
        {
            return refusal!;
        }

        var now = city.Value;
        return Lifecycle.Next(Lifecycle.Release, request.Row.Status) is null
            ? Refused.Transition(request.Row.Status, caller.Role)
            : PlanOf(request, Revision.Released(request, now.Catalog.ServiceTypesByCode.GetValueOrDefault(request.Row.ServiceType), By(request, note, caller), now));
    }

    /// <summary>Sends the request where it was proposed to be.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> AcceptAsync(string trackingNumber, string? note, HttpContext context)
    {
        var (request, refusal) = await FindAsync(trackingNumber, context);
        if (request is null)
        {
            return refusal!;
        }

        if (Revision.Accepted(request, ByCaller(request, note, context), city.Value) is not { } revision)
        {
            return new ProblemResult(ProblemCode.NoRerouting);
        }

        return city.Value.Catalog.Departments.GetValueOrDefault(revision.After.Department) is { IsActive: true }
            ? await WriteAsync(request, revision, context)
            : new ProblemResult(ProblemCode.ReroutingOutdated);
    }

    /// <summary>Leaves the request where it is.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> DismissAsync(string trackingNumber, string? note, HttpContext context)
    {
        var (request, refusal) = await FindAsync(trackingNumber, context);
        if (request is null)
        {
            return refusal!;
        }

        return Revision.Dismissed(request, ByCaller(request, note, context), city.Value) is { } revision
            ? await WriteAsync(request, revision, context)
            : new ProblemResult(ProblemCode.NoRerouting);
    }

    /// <summary>The request that the caller may handle, in the version that If-Match names; otherwise the refusal.</summary>
    private async Task<(DecidedRequest? Request, ProblemResult? Refusal)> FindAsync(string trackingNumber, HttpContext context) =>
        Sighting.Read(trackingNumber, context.Request, out var refusal) is { } sighting
            ? await FindAsync(sighting, Caller.Of(context.User), context.RequestAborted)
            : (null, refusal);

    private async Task<(DecidedRequest? Request, ProblemResult? Refusal)> FindAsync(
        Sighting sighting, Caller caller, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(sighting.Number, cancellationToken);
        var refusal = (found is null ? Access.Hidden : caller.ToHandle(found.Row.Held)).Refusal();
        if (refusal is null && found!.Row.Version != sighting.Version)
        {
            refusal = new(ProblemCode.VersionMismatch);
        }

        refusal ??= await desk.RefuseClaimedAsync(found!.Row, caller, cancellationToken);
        return refusal is null ? (found, null) : (null, refusal);
    }

    /// <summary>The apartment is kept with the contact: nobody reads that here, it is opened and sealed again.</summary>
    private async Task<CorrectedReport> WithUnitAsync(
        CorrectedReport report, string? unit, StaffRow row, CancellationToken cancellationToken)
    {
        if (unit is null)
        {
            return report;
        }

        return contacts.WithUnit(await staff.FindContactAsync(new(row.Id), cancellationToken), unit) is { } content
            ? report with { Changed = [.. report.Changed, CorrectedMember.Unit], Contact = content }
            : report;
    }

    private Revising ByCaller(DecidedRequest request, string? note, HttpContext context) => By(request, note, Caller.Of(context.User));

    private Revising By(DecidedRequest request, string? note, Caller caller) => new(caller.Id, time.NowAfter(request.Row.UpdatedAt), note);

    private Task<Results<Ok<StaffRequest>, ProblemResult>> WriteAsync(DecidedRequest request, Revision revision, HttpContext context) =>
        desk.DoAsync(new(request.Row.Id), PlanOf(request, revision), context);

    private PlannedChange PlanOf(DecidedRequest request, Revision revision) => store.Plan(
        request.Row, revision, isForwarded: city.Value.Catalog.Departments.GetValueOrDefault(revision.After.Department) is { IsExternal: true });
}
