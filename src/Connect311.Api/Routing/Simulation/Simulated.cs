using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing.Simulation;

/// <summary>A report as routing would see it, and what intake would say of it. Pure: nothing is read or stored.</summary>
/// <param name="Input">What is decided on.</param>
/// <param name="Danger">The code of a danger that its words speak of, or null.</param>
/// <param name="Refusals">What the catalogue would refuse.</param>
internal sealed record Simulated(RoutingInput Input, string? Danger, IReadOnlyList<Fault> Refusals)
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

        var input = new RoutingInput
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = report.Channel ?? Channel.Mobile,
            ReceivedAt = report.ReceivedAt ?? now,
            Areas = placement.Areas,
            PossiblePlaces = PossiblePlaces.Of(
                report.Location?.Latitude, report.Location?.Longitude, report.Location?.AccuracyMetres, city.AreaSets, rules),
            Answers = AnswerRules.ForRouting(submission),
            Description = report.Description,
        };
        return new(
            input,
            Urgency.DangerIn(submission, type, city.Catalog),
            [.. faults.Where(fault => !fault.Field.StartsWith(OfContact, StringComparison.Ordinal))]);
    }
}
