using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Closings;

/// <summary>Says whether what is said with a closing fits the request and bears its outcome out.</summary>
internal sealed class ClosingCheck(StaffStore store, PhotoStore photos, CurrentCity city, TimeProvider time)
{
    /// <param name="seen">The request, open.</param>
    /// <param name="faults">What was wrong with the body already; gets every other fault.</param>
    public async Task CheckAsync(
        StaffRow seen, StaffAction closing, Caller caller, List<Fault> faults, CancellationToken cancellationToken)
    {
        var facts = closing.Facts!;
        if (!string.IsNullOrEmpty(closing.Outcome))
        {
            CheckOutcome(seen, closing, faults);
        }

        CheckVisit(seen, facts.VisitedAt, faults);
        if (facts.DuplicateOf is { } number && await FaultOfAsync(seen, number, caller, cancellationToken) is { } fault)
        {
            faults.Add(fault);
        }

        for (var i = 0; i < facts.Photos.Count; i++)
        {
            if (!await IsShownByAsync(facts.Photos[i], caller, cancellationToken))
            {
                faults.Add(new($"/{StepMember.Photos}/{i}", FaultCodes.Undefined, "what", "a photo that you sent"));
            }
        }
    }

    /// <summary>Whether a photo is here, sent by the caller, and not refused: what is to bear a closing out must be there with it.</summary>
    private async Task<bool> IsShownByAsync(string photo, Caller caller, CancellationToken cancellationToken) =>
        await photos.FindAsync(photo, cancellationToken) is { IsGone: false, Status: not PhotoStatus.Refused } sent && sent.Owner == caller.Id;

    private static string Written(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Add(List<Fault> faults, string member, string code, string param, string value) =>
        faults.Add(new($"/{member}", code, param, value));

    private void CheckOutcome(StaffRow seen, StaffAction closing, List<Fault> faults)
    {
        var allowed = OutcomesOf(seen.ServiceType);
        if (closing.Outcome == CatalogWords.NotOurJurisdiction)
        {
            faults.Add(new($"/{StepMember.Outcome}", FaultCodes.MustTransfer));
        }
        else if (!allowed.Contains(closing.Outcome!) || !city.Value.Catalog.Outcomes.TryGetValue(closing.Outcome!, out var outcome))
        {
            Add(faults, StepMember.Outcome, FaultCodes.UnknownValue, "allowed", string.Join(", ", allowed));
        }
        else
        {
            CheckEvidence(outcome, closing, faults);
        }
    }

    private static void CheckEvidence(Outcome outcome, StaffAction closing, List<Fault> faults)
    {
        var facts = closing.Facts!;
        (string Member, bool IsGiven, bool GoesWithAny)[] said =
        [
            (Evidence.Note, !string.IsNullOrWhiteSpace(closing.Note), true),
            (Evidence.VisitedAt, facts.VisitedAt is not null, true),
            (Evidence.DuplicateOf, facts.DuplicateOf is not null, false),
            (Evidence.Reason, facts.Reason is not null, false),
            (Evidence.ReferredTo, facts.ReferredTo is not null, false),
            (Evidence.Photos, facts.Photos.Count > 0, true),
        ];
        foreach (var (member, isGiven, goesWithAny) in said)
        {
            var isNeeded = outcome.Needs.Contains(member);
            if (isNeeded && !isGiven && !faults.Exists(fault => fault.Field == $"/{member}"))
            {
                faults.Add(new($"/{member}", FaultCodes.Required));
            }
            else if (isGiven && !isNeeded && !goesWithAny)
            {
                Add(faults, member, FaultCodes.NotWith, "what", $"the outcome {outcome.Code}");
            }
        }

        var reasons = outcome.Reasons.Select(reason => reason.Code).ToList();
        if (reasons.Count > 0 && facts.Reason is { } code && !reasons.Contains(code))
        {
            Add(faults, Evidence.Reason, FaultCodes.UnknownValue, "allowed", string.Join(", ", reasons));
        }
    }

    private void CheckVisit(StaffRow seen, DateTimeOffset? visitedAt, List<Fault> faults)
    {
        var now = time.Now();
        if (visitedAt > now)
        {
            Add(faults, StepMember.VisitedAt, FaultCodes.TooHigh, "maximum", Written(now));
        }
        else if (visitedAt < seen.ReceivedAt)
        {
            Add(faults, StepMember.VisitedAt, FaultCodes.TooLow, "minimum", Written(seen.ReceivedAt));
        }
    }

    /// <summary>
    /// A duplicate names what is none itself, so that the resident finds where it goes on, and no circle can come to be; the
    /// fault says which that is.
    /// </summary>
    private async Task<Fault?> FaultOfAsync(StaffRow seen, TrackingNumber number, Caller caller, CancellationToken cancellationToken)
    {
        const string field = $"/{StepMember.DuplicateOf}";
        var named = await store.FindAsync(number, cancellationToken);
        if (named is null || !MayName(seen, named, caller))
        {
            return new(field, FaultCodes.UnknownRequest);
        }

        // No circle is stored, so this comes to an end.
        var last = named;
        while (last is { DuplicateOf: { } next } && last.Id != seen.Id)
        {
            last = await store.FindAsync(new(next), cancellationToken);
        }

        return last is null ? new(field, FaultCodes.UnknownRequest)
            : last.Id == seen.Id ? new(field, FaultCodes.Circle)
            : last.Id != named.Id ? new(field, FaultCodes.DuplicateItself, "number", new TrackingNumber(last.Id).ToString())
            : null;
    }

    /// <summary>
    /// Whether the caller may see it, as anybody may what is public. What anybody sees must not name what is hidden from most,
    /// so a confidential one is named by confidential ones alone.
    /// </summary>
    private static bool MayName(StaffRow seen, StaffRow named, Caller caller) =>
        named.Visibility != CatalogWords.Confidential
        || (seen.Visibility == CatalogWords.Confidential && caller.ToRead(named.Held) == Access.Allowed);

    /// <summary>
    /// The outcomes of the service type; of any type where a later catalogue no longer has this one. That nothing was
    /// recorded is for imported reports alone.
    /// </summary>
    private List<string> OutcomesOf(string serviceType)
    {
        var catalog = city.Value.Catalog;
        var outcomes = catalog.ServiceTypesByCode.GetValueOrDefault(serviceType)?.Outcomes ?? [.. catalog.Outcomes.Keys.Order(StringComparer.Ordinal)];
        return [.. outcomes.Where(outcome => outcome != CatalogWords.NotRecorded)];
    }
}
