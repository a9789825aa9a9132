using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>A report as it says once it is corrected.</summary>
/// <param name="Said">What it then says.</param>
/// <param name="Type">Its service type then.</param>
/// <param name="Placement">Where it then lies.</param>
/// <param name="Changed">What is different (<see cref="CorrectedMember"/>); nothing, where it said all that before.</param>
internal sealed record CorrectedReport(Submission Said, ServiceType Type, Placement Placement, IReadOnlyList<string> Changed)
{
    /// <summary>The contact's new content, where the apartment was corrected, to be sealed; else null.</summary>
    public string? Contact { get; init; }

    public bool IsOtherType => Changed.Contains(CorrectedMember.ServiceType);
}

/// <summary>
/// Puts a correction over what a report says, and checks what it touches as intake would. What another service type does
/// not take goes; the history keeps it. The resident is not asked again: a contact stays as it is.
/// </summary>
internal static class CorrectionRules
{
    /// <summary>The corrected report; null where <paramref name="faults"/> says why there is none, or the type takes no request.</summary>
    /// <param name="request">As it was.</param>
    /// <param name="type">The service type that it would have; null where it is none.</param>
    public static CorrectedReport? Apply(
        Correction correction, DecidedRequest request, City now, List<Fault> faults, out ServiceType? type)
    {
        var before = request.Said;
        type = correction.ServiceType is { } code && code != before.ServiceType
            ? now.Catalog.ServiceType(code)
            : now.Catalog.ServiceTypesByCode.GetValueOrDefault(before.ServiceType);
        if (type is null)
        {
            faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
            return null;
        }

        if (!type.IsRequest)
        {
            return null;
        }

        var after = Merged(correction, before, type);
        var stays = StaysThere(correction, before, type);
        Check(correction, after, type, isOther: type.Code != before.ServiceType, hasPlace: stays && request.IsPlaceErased, faults);
        var placement = stays ? request.PlacementFor(type, now) : PlacementOf(after.Location, type, now, faults);
        return faults.Count > 0 ? null : new(after, type, placement!, ChangesOf(before, after, isMoved: !stays && request.IsPlaceErased));
    }

    /// <summary>What does not change its type is taken as it came, whatever the type takes now.</summary>
    private static bool TakesPlace(Submission before, ServiceType type) => type.Code == before.ServiceType || type.Place != CatalogWords.None;

    /// <summary>Whether it lies where it did: a place that stays may lie outside the city, as an imported one can, or be erased.</summary>
    private static bool StaysThere(Correction correction, Submission before, ServiceType type) => correction.Location is { } location
        ? location == before.Location
        : !correction.RemoveLocation && TakesPlace(before, type);

    private static Submission Merged(Correction correction, Submission before, ServiceType type)
    {
        var isOther = type.Code != before.ServiceType;
        var keepsPlace = TakesPlace(before, type);
        var merged = before with
        {
            ServiceType = type.Code,
            Location = correction.Location ?? (keepsPlace && !correction.RemoveLocation ? before.Location : null),
            Address = correction.Address is { } address ? new() { Text = address.Text } : keepsPlace ? before.Address : null,
            Answers = correction.Answers is { } given ? (AreSame(given, before.Answers) ? before.Answers : given) : before.Answers,
        };
        if (isOther && correction.Answers is null)
        {
            merged = AnswerRules.MoveAside(merged, type, [], []);
        }

        return merged.Answers is { Count: 0 } ? merged with { Answers = null } : merged;
    }

    /// <summary>What the correction does not touch was good enough when it came, and is not held against it.</summary>
    /// <param name="hasPlace">Whether it keeps a place that nobody can read any more.</param>
    private static void Check(Correction correction, Submission after, ServiceType type, bool isOther, bool hasPlace, List<Fault> faults)
    {
        var isAboutPlace = isOther || correction.Location is not null || correction.RemoveLocation || correction.Address is not null;
        if (isAboutPlace && !(hasPlace && type.Place == CatalogWords.Required))
        {
            SubmissionRules.CheckPlace(after, type, faults);
        }

        if (isOther || correction.Answers is not null)
        {
            AnswerRules.Check(after, type, keepAside: false, faults);
        }
    }

    /// <summary>A new place, which must lie in the city, or none.</summary>
    private static Placement? PlacementOf(SubmittedLocation? location, ServiceType type, City now, List<Fault> faults)
    {
        if (location is null)
        {
            return Placement.Unplaced;
        }

        var placement = Placement.Of(location.Latitude, location.Longitude, type, now.AreaSets);
        if (placement is null)
        {
            faults.Add(new("/location", FaultCodes.OutsideArea));
        }

        return placement;
    }

    /// <param name="isMoved">Whether an erased place is given up.</param>
    private static List<string> ChangesOf(Submission before, Submission after, bool isMoved)
    {
        var changed = new List<string>();
        AddIf(before.ServiceType != after.ServiceType, CorrectedMember.ServiceType);
        AddIf(isMoved || before.Location != after.Location, CorrectedMember.Location);
        AddIf(before.Address?.Text != after.Address?.Text, CorrectedMember.Address);
        AddIf(!AreSame(after.Answers, before.Answers), CorrectedMember.Answers);
        return changed;

        void AddIf(bool isOther, string member)
        {
            if (isOther)
            {
                changed.Add(member);
            }
        }
    }

    /// <summary>Whether answers say the same, however they are spelled: 50, 50.0 and 5e1 do.</summary>
    private static bool AreSame(IReadOnlyDictionary<string, JsonElement>? some, IReadOnlyDictionary<string, JsonElement>? others) =>
        (some?.Count ?? 0) == (others?.Count ?? 0)
        && (some ?? new Dictionary<string, JsonElement>()).All(answer =>
            others!.TryGetValue(answer.Key, out var other) && AreSame(answer.Value, other));

    /// <summary>Not JsonElement.DeepEquals: it throws when it meets an exponent that is too large.</summary>
    private static bool AreSame(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.Number => one.TryGetDouble(out var some) && other.TryGetDouble(out var same) && some == same,
        JsonValueKind.String => one.GetString() == other.GetString(),
        JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength()
            && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreSame(pair.First, pair.Second)),
        _ => one.GetRawText() == other.GetRawText(),
    };
}
