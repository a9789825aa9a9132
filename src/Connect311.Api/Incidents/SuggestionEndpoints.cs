using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Incidents;

internal static class SuggestionEndpoints
{
    private const int Most = 50;

    public static void MapSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/service-requests/{trackingNumber}/incident/suggestions", List)
            .WithName("SuggestIncidents")
            .WithTags("Incidents")
            .RequireAuthorization(Policies.Queue)
            .Produces<SuggestionList>()
            .Refuses(400, 401, 403, 404, 503);

    /// <summary>Lists what may report the same thing as a request, the nearest first.</summary>
    /// <remarks>
    /// Open requests of its type in its department, and the incidents that they are in, within the distance and the time that the
    /// service type says; at most 50. Nothing for a type that says neither, for a request without coordinates and for a
    /// confidential one.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<SuggestionList>, ProblemResult>> List(
        string trackingNumber, HttpContext context, StaffStore staff, Resemblances resemblances, IncidentMarks marks)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        var caller = Caller.Of(context.User);
        var row = await staff.FindAsync(number, context.RequestAborted);
        if ((row is null ? Access.Hidden : caller.ToRead(row.Held)).Refusal() is { } refused)
        {
            return refused;
        }

        var near = await resemblances.OfAsync(
            new()
            {
                Id = row!.Id,
                ServiceType = row.ServiceType,
                Department = row.Department,
                Visibility = row.Visibility,
                Latitude = row.Latitude,
                Longitude = row.Longitude,
                ReceivedAt = row.ReceivedAt,
            },
            context.RequestAborted);
        var others = near.Where(one => one.One.IncidentId is null || one.One.IncidentId != row.IncidentId)
            .DistinctBy(one => one.One.IncidentId ?? -one.One.Id)
            .Take(Most)
            .ToList();
        var followers = await marks.FollowersOfAsync(others.Select(one => one.One.IncidentId).OfType<long>(), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SuggestionList([.. others.Select(one => Suggestion.Of(one.One, followers.GetValueOrDefault(one.One.IncidentId ?? 0), one.Metres, row.ReceivedAt, marks.Options))], null));
    }
}

/// <summary>What may report the same thing as a request.</summary>
/// <param name="Items">The nearest first; an incident once, by its nearest request.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
internal sealed record SuggestionList(IReadOnlyList<Suggestion> Items, [property: Required] string? NextCursor);

/// <summary>A request, or an incident, that may report the same thing.</summary>
/// <param name="TrackingNumber">The number of the request, in an incident of its nearest one.</param>
/// <param name="Incident">The incident; null for a request that is in none.</param>
/// <param name="Version">The version of the incident, to be named in If-Match by whoever joins it; null without one.</param>
/// <param name="DistanceMetres">How far away it is.</param>
/// <param name="ReceivedAt">When the city got it.</param>
/// <param name="LastReportAt">When the thing was last reported.</param>
/// <param name="MinutesApart">How long it was last reported before this request; below zero for later.</param>
internal sealed record Suggestion(
    string TrackingNumber,
    [property: Required] IncidentMark? Incident,
    [property: Required] int? Version,
    double DistanceMetres,
    DateTimeOffset ReceivedAt,
    DateTimeOffset LastReportAt,
    int MinutesApart)
{
    public static Suggestion Of(Lookalike one, int followers, double metres, DateTimeOffset receivedAt, IncidentOptions options) => new(
        new TrackingNumber(one.Id).ToString(),
        one.IncidentId is { } id
            ? new(id, one.ReportCount!.Value, one.ReporterCount!.Value + followers, Severity.Of(one.ReporterCount.Value + followers, options), false)
            : null,
        one.IncidentVersion,
        Math.Round(metres, 1),
        one.ReceivedAt,
        one.LastAt,
        (int)Math.Round((receivedAt - one.LastAt).TotalMinutes));
}
