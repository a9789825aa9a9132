using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>A report that can be stored.</summary>
/// <param name="Submission">Without what was kept aside.</param>
/// <param name="Type">The type that it is taken under.</param>
/// <param name="Placement">Where it lies.</param>
/// <param name="Faults">With which it was taken all the same; empty for none.</param>
internal sealed record CheckedReport(Submission Submission, ServiceType Type, Placement Placement, IReadOnlyList<NotedFault> Faults)
{
    /// <summary>The report, or null where the catalogue refuses it.</summary>
    /// <param name="keepAside">Whether answers to questions that nobody asks go to <paramref name="aside"/>; otherwise they are faults.</param>
    /// <param name="faults">Gets everything that is wrong with it.</param>
    public static CheckedReport? Of(
        Submission submission, ServiceType type, City now, bool keepAside, List<Fault> faults, Dictionary<string, JsonElement> aside)
    {
        SubmissionRules.Check(submission, type, keepAside, faults);
        var placement = submission.Location is { } location
            ? Placement.Of(location.Latitude, location.Longitude, type, now.AreaSets)
            : Placement.Unplaced;
        if (placement is null)
        {
            faults.Add(new("/location", FaultCodes.OutsideArea));
        }

        return faults.Count > 0 ? null : new(AnswerRules.MoveAside(submission, type, [], aside), type, placement!, []);
    }
}
