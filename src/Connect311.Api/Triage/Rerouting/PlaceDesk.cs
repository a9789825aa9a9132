using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Actions;
using Connect311.Routing;
using Connect311.Routing.Documents;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>
/// Takes it when whoever reported something says where it really is. The same may come twice, and late: a phone without an answer sends it
/// again, though staff may have set it right otherwise meanwhile.
/// </summary>
internal sealed class PlaceDesk(RevisionStore store, StaffStore staff, CurrentCity city, IOptions<PlaceOptions> options, TimeProvider time)
{
    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 10;

    /// <param name="number">A request of the caller's own.</param>
    /// <param name="correction">Of the place alone.</param>
    /// <returns>Null when it is done, now or before.</returns>
    public async Task<ProblemResult?> CorrectAsync(TrackingNumber number, Correction correction, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            if (await store.FindAsync(number, cancellationToken) is not { } request || request.Row.IsGone)
            {
                return new(ProblemCode.NotFound);
            }

            if (await IsSaidAsync(number, correction, cancellationToken))
            {
                return null;
            }

            if (!RequestStatus.IsOpen(request.Row.Status))
            {
                return Refused.Transition(request.Row.Status, Actors.Resident);
            }

            var (now, faults) = (city.Value, new List<Fault>());
            if (CorrectionRules.Apply(correction, request, now, faults, out _) is not { } report)
            {
                return faults.Count > 0 ? new(ProblemCode.ValidationFailed, faults) : Refused.Transition(request.Row.Status, Actors.Resident);
            }

            if (report.Changed.Count == 0 || await WriteAsync(request, report, now, cancellationToken))
            {
                return null;
            }
        }

        return new(ProblemCode.Busy) { RetryAfter = 1 };
    }

    private async Task<bool> WriteAsync(DecidedRequest request, CorrectedReport report, City now, CancellationToken cancellationToken)
    {
        var by = new Revising(Actors.Resident, time.NowAfter(request.Row.UpdatedAt), null);
        var policy = IsFar(request.Row, report.Said.Location) ? ReroutePolicy.Propose : now.Rules.Reroute;
        var revision = Revision.OfCorrection(request, report, by, now, policy);
        var isForwarded = now.Catalog.Departments.GetValueOrDefault(revision.After.Department) is { IsExternal: true };
        return await store.ReviseAsync(request.Row, revision, isForwarded, cancellationToken) is not null;
    }

    private bool IsFar(StaffRow row, SubmittedLocation? to) =>
        row is { Latitude: { } latitude, Longitude: { } longitude } && to is not null
        && GridCell.Metres(latitude, longitude, to.Latitude, to.Longitude) > options.Value.FarMetres;

    /// <summary>Whether it is what the resident corrected last.</summary>
    private async Task<bool> IsSaidAsync(TrackingNumber number, Correction correction, CancellationToken cancellationToken)
    {
        var history = (await staff.FindWithHistoryAsync(number, _ => true, cancellationToken))?.History ?? [];
        var last = history.LastOrDefault(line =>
            line.Kind is EventKind.Corrected or EventKind.Rerouted && EventText.Of(line.Content, "actor") == Actors.Resident);
        return last is not null
            && Fits(last, CorrectedMember.Location, Reception.JsonOrNull(correction.Location))
            && Fits(last, CorrectedMember.Address, correction.Address?.Text);
    }

    private static bool Fits(StaffEventRow said, string member, string? value) => value is null || EventText.Of(said.Content, member) == value;
}
