using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;
using Connect311.Routing.Areas;

namespace Connect311.Api.Routing;

/// <summary>What routing looks at in a report; intake and explanations make it alike, so that they decide alike.</summary>
internal static class RoutingInputs
{
    /// <param name="submission">The report.</param>
    /// <param name="type">Its service type.</param>
    /// <param name="areas">The areas that hold its place; null for an unplaced one.</param>
    /// <param name="channel">How it came in.</param>
    /// <param name="receivedAt">When it came in.</param>
    /// <param name="city">The rules and areas that decide.</param>
    public static RoutingInput Of(
        Submission submission, ServiceType type, IReadOnlyList<AreaHit>? areas, string channel, DateTimeOffset receivedAt, City city) => new()
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = channel,
            ReceivedAt = receivedAt,
            Areas = areas,
            PossiblePlaces = PossiblePlaces.Of(
                submission.Location?.Latitude, submission.Location?.Longitude, submission.Location?.AccuracyMetres, city),
            Answers = AnswerRules.ForRouting(submission),
            Description = submission.Description,
        };
}
