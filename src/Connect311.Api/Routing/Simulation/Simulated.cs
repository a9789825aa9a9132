using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing.Simulation;

/// <summary>A report as routing would see it, and what intake would say of it. Pure: nothing is read or stored.</summary>
/// <param name="Submission">The report.</param>
/// <param name="Input">What is decided on.</param>
/// <param name="Danger">The code of a danger that its words speak of, or null.</param>
/// <param name="Refusals">What the catalogue would refuse.</param>
internal sealed record Simulated(Submission Submission, RoutingInput Input, string? Danger, IReadOnlyList<Fault> Refusals)
{
    /// <summary>Who reports is no matter of routing, and not asked.</summary>
    private const string OfContact = "/contact";

    /// <param name="type">The report's service type.</param>
    /// <param name="rules">The rule set to be tried; it says which areas may be uncertain.</param>
    public static Simulated Of(SimulatedReport report, ServiceType type, RuleSet rules, City city, DateTimeOffset now)
    {
        var submission = report.ToSubmission();
        var faults = new List<Fault>();
        SubmissionRules.Check(submission, type, keepAside: false, faults);
        var placement = Placement.Unplaced;
        if (report.Location is { } at)
        {
            placement = Placement.Anywhere(at.Latitude, at.Longitude, type, city.AreaSets);
            if (Placement.Of(at.Latitude, at.Longitude, type, city.AreaSets) is null)
            {
                faults.Add(new("/location", FaultCodes.OutsideArea));
            }
        }

        var input = RoutingInputs.Of(
            submission, type, placement.Areas, report.Channel ?? Channel.Mobile, report.ReceivedAt ?? now, city with { Rules = rules });
        return new(
            submission,
            input,
            Urgency.DangerIn(submission, type, city.Catalog),
            [.. faults.Where(fault => !fault.Field.StartsWith(OfContact, StringComparison.Ordinal))]);
    }

    /// <summary>The priority that comes of a decision, as at intake.</summary>
    public int PriorityOf(Decision decision, ServiceType type) =>
        Urgency.PriorityOf(decision, Danger, type, Submission.ReportedAt, Input.ReceivedAt);
}
