using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Actions;

/// <summary>A request in the version that a caller saw; another is not changed.</summary>
internal readonly record struct Sighting(TrackingNumber Number, int Version)
{
    /// <summary>The number of the route, in the version that If-Match names; otherwise the refusal.</summary>
    public static Sighting? Read(string trackingNumber, HttpRequest request, out ProblemResult? refusal) =>
        NumberInRoute.Read(trackingNumber, "trackingNumber", out refusal) is { } number && ETags.ReadIfMatch(request, out refusal) is { } version
            ? new(number, version)
            : null;
}
