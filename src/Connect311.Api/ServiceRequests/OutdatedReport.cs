using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>
/// A report that was made with another catalogue, fitted to this one. It waited on a phone, and nobody can ask again: what this
/// catalogue would refuse is noted for triage, and what it cannot read is kept aside.
/// </summary>
internal static class OutdatedReport
{
    /// <param name="submission">Read without a fault.</param>
    /// <param name="now">The city in force.</param>
    /// <param name="aside">Gets what it cannot read, by JSON Pointer.</param>
    public static CheckedReport Fit(Submission submission, City now, Dictionary<string, JsonElement> aside)
    {
        var noted = new List<Fault>();
        var type = TypeOf(submission, now.Catalog, noted, aside);
        SubmissionRules.CheckPlace(submission, type, noted);
        SubmissionRules.CheckContact(submission, type, noted);
        var answers = new List<Fault>();
        AnswerRules.Check(submission, type, keepAside: true, answers);
        noted.AddRange(answers);
        var placement = PlacementOf(submission, type, now, noted);
        return new(
            AnswerRules.MoveAside(submission, type, answers, aside), type, placement, [.. noted.Select(NotedFault.Of)]);
    }

    /// <summary>
    /// Its type, also where that cannot be chosen any more. Of one that is no request, or that nobody knows, the operators
    /// say what it is; until then it is confidential, since it may have been.
    /// </summary>
    private static ServiceType TypeOf(Submission submission, Catalog.Catalog catalog, List<Fault> noted, Dictionary<string, JsonElement> aside)
    {
        if (catalog.ServiceTypesByCode.GetValueOrDefault(submission.ServiceType) is { IsRequest: true } type)
        {
            if (!type.IsOffered)
            {
                noted.Add(new("/serviceType", FaultCodes.Retired, "what", submission.ServiceType));
            }

            return type;
        }

        noted.Add(new("/serviceType", FaultCodes.UnknownServiceType));
        aside["/serviceType"] = JsonSerializer.SerializeToElement(submission.ServiceType, Json.Options);
        return catalog.ServiceTypesByCode[CatalogWords.Unlisted] with { Visibility = CatalogWords.Confidential };
    }

    private static Placement PlacementOf(Submission submission, ServiceType type, City now, List<Fault> noted)
    {
        if (submission.Location is not { } location)
        {
            return Placement.Unplaced;
        }

        var placement = Placement.Anywhere(location.Latitude, location.Longitude, type, now.AreaSets);
        if (!placement.IsIn(now.AreaSets))
        {
            noted.Add(new("/location", FaultCodes.OutsideArea));
        }

        return placement;
    }
}
