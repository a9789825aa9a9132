using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.Photos;
using Connect311.Api.Routing;
using Connect311.Api.ServiceLevels.Estimates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Holds;

namespace Connect311.Api.Triage;

/// <summary>Makes answers to staff of rows and their histories.</summary>
internal sealed class StaffAnswers(CurrentCity city, RoutingReasons reasons, Contacts contacts, ClaimGate claims, HoldStore holds, ClosingEstimates estimates, IncidentMarks marks, PhotoStates photos)
{
    /// <param name="caller">Whose actions are named.</param>
    public async Task<StaffRequest> OfAsync(
        StaffRow row, IReadOnlyList<StaffEventRow> history, Caller caller, string language, CancellationToken cancellationToken)
    {
        row = row with { Aside = contacts.OpenAside(row.Aside) };
        var decided = history.Last(line => EventKind.Decides(line.Kind));
        var data = RevisedData.ReadDecision(decided.Kind, decided.Data);
        var routing = await reasons.ForStaffAsync(data, language, cancellationToken);
        var proposed = data is RevisedData { Proposed: { } elsewhere }
            ? await reasons.ForStaffAsync(elsewhere.Over(data), language, cancellationToken)
            : null;
        var actions = caller.ToHandle(row.Held) == Access.Allowed ? Lifecycle.Allowed(row.Status, caller.Role).Where(action => IsAboutSomething(action, row)).ToList() : [];
        var claim = await claims.ShownAsync(row, cancellationToken);
        var (incidents, alike) = await marks.OfAsync([(row.IncidentId, row.ResemblesId)], caller, cancellationToken);
        var resembled = alike.Values.SingleOrDefault();
        var hold = row.Status == RequestStatus.Submitted && caller.IsStaff ? await holds.FindOfAsync(new(row.Id), cancellationToken) : null;
        return StaffRequest.Of(row, history, actions, claim, city.Value.Catalog, routing, proposed, language) with
        {
            Hold = hold,
            Faults = FaultsOf(history, language),
            PhotoStates = await photos.OfAsync(row.Id, cancellationToken),
            Estimate = RequestStatus.IsOpen(row.Status) ? estimates.Find(row.ServiceType, row.Areas) : null,
            Incident = row.IncidentId is { } incident ? IncidentMark.Of(incidents[incident], row.Follows, marks.Options) : null,
            Resembles = resembled is null ? null : Resemblance.Of(resembled, incidents.GetValueOrDefault(resembled.IncidentId ?? 0), marks.Options),
        };
    }

    /// <summary>A dispute can be decided where there is one.</summary>
    private static bool IsAboutSomething(string action, StaffRow row) =>
        row.DisputedAt is not null || action is not (Lifecycle.UpholdDispute or Lifecycle.RejectDispute);

    /// <summary>With what it came in; a correction since then may have mended it.</summary>
    private static IReadOnlyList<ProblemError> FaultsOf(IReadOnlyList<StaffEventRow> history, string language) =>
        history is [{ Kind: EventKind.Submitted } first, ..] && SubmittedData.Read(first.Data).Faults is { } faults
            ? [.. faults.Select(fault => ProblemError.Of(fault.ToFault(), language))]
            : [];
}
