using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Triage;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// Looks whether a system that does not tell a second sending from a first took a request whose answer was lost: it lists what it
/// got of the service since then, and one that has our place and words, and that no other request of ours is known by, is ours.
/// </summary>
internal sealed class SentBefore(ConnectorClient client, ExternalIds ids, TimeProvider time)
{
    /// <summary>How far its clock may be from ours.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    /// <summary>About eleven metres, for systems that round.</summary>
    private const double Near = 0.0001;

    /// <returns>What to do instead of sending it again; null to send it.</returns>
    public async Task<ForwardResult?> FindAsync(
        StaffRow seen, ExternalRequestRow external, ConnectorOptions system, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] query =
        [
            new("service_code", system.ServiceCodes.GetValueOrDefault(seen.ServiceType, seen.ServiceType)),
            new("start_date", Written(external.TriedAt!.Value - ClockSlack)),
            new("end_date", Written(time.Now() + ClockSlack)),
        ];
        var answer = await client.GetAsync(external.Department, "requests", query, withKey: false, cancellationToken);
        if (answer.Result is not SendResult.Sent)
        {
            return ForwardResult.Of(answer.Result);
        }

        var candidates = new List<string>();
        foreach (var id in answer.Records.Where(record => IsLike(seen, record)).Select(record => record["service_request_id"]).OfType<string>())
        {
            if (await ids.FindAsync(external.Department, id, cancellationToken) is null)
            {
                candidates.Add(id);
            }
        }

        return candidates switch
        {
            [] => null,
            [{ Length: <= 100 } only] => new ForwardResult.Known(only),
            _ => new ForwardResult.Refused("several-alike"),
        };
    }

    private static string Written(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsLike(StaffRow seen, AnswerRecord record) =>
        (record["description"] is not { } words || words == seen.Description)
        && (seen.Latitude is null
            ? record["address"] is { } address && address == seen.AddressText
            : IsNear(record["lat"], seen.Latitude.Value) && IsNear(record["long"], seen.Longitude!.Value));

    private static bool IsNear(string? written, double degrees) =>
        double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var there) && Math.Abs(there - degrees) <= Near;
}
