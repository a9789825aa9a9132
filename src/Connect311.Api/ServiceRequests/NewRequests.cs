using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage.Holds;

namespace Connect311.Api.ServiceRequests;

/// <summary>Gives a checked report its number, and makes the request of it.</summary>
internal sealed class NewRequests(Reception reception, NumberBlocks numbers, ActiveHolds holds)
{
    /// <param name="received">Who sent it, when, under which key.</param>
    /// <param name="report">What the catalogue made of it.</param>
    /// <param name="deviceId">The device that it is put on, or null.</param>
    /// <param name="now">The city that it was checked against.</param>
    public async Task<NewRequest> MakeAsync(
        ReceivedReport received, CheckedReport report, string? deviceId, City now, CancellationToken cancellationToken)
    {
        var origin = new Origin
        {
            Number = await numbers.NextAsync(cancellationToken),
            ReceivedAt = received.ReceivedAt,
            Channel = received.Channel,
            Actor = received.Actor,
            StaffRole = received.StaffRole,
            HasKey = received.HasKey,
            KeyHash = received.KeyHash,
            BodyHash = received.BodyHash,
            Aside = received.AsideOf(contact: false),
            ContactAside = received.AsideOf(contact: true),
            Faults = report.Faults is { Count: > 0 } noted ? noted : null,
            HoldId = holds.Find(report.Submission, deviceId),
            DeviceId = deviceId,
        };
        return reception.Receive(report.Submission, report.Type, report.Placement, origin, now);
    }
}
