using Connect311.Api.Devices.Links;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Api.Staff;

namespace Connect311.Api.Devices;

/// <summary>The device from which a report comes.</summary>
/// <param name="Id">The device that it is put on, or null.</param>
/// <param name="Link">What the answer says of it: a <see cref="DeviceLinking"/>, or null where the call names no device.</param>
internal sealed record SubmissionDevice(string? Id, string? Link)
{
    public static readonly SubmissionDevice None = new(null, null);

    /// <summary>Its token, where the database could not be asked whether it is dead; else null.</summary>
    public DeviceToken? Unproven { get; init; }
}

/// <summary>What became of the device token of a submission.</summary>
internal static class DeviceLinking
{
    /// <summary>The report is on the device.</summary>
    public const string Linked = "linked";

    /// <summary>The token is dead or none of ours; the report was taken without it.</summary>
    public const string Refused = "refused";

    public static readonly string[] All = [Linked, Refused];
}

/// <summary>Puts reports on the devices from which they come. That a token is dead keeps no report from being taken.</summary>
internal sealed class SubmissionDevices(DeviceGate gate, LinkStore links, IntakeCircuit circuit)
{
    /// <summary>The device of a call that submits. What staff and sensors send is nobody's on a phone.</summary>
    public async Task<SubmissionDevice> OfAsync(HttpContext context)
    {
        var caller = Caller.Of(context.User);
        if (!DeviceGate.IsNamed(context) || caller.Role != Role.App || caller.Channel == Channel.Sensor)
        {
            return SubmissionDevice.None;
        }

        if (gate.Read(context) is not { } token)
        {
            return new(null, DeviceLinking.Refused);
        }

        try
        {
            return await circuit.HurryAsync(cancel => gate.FindAsync(token, cancel), context.RequestAborted) is not null
                ? new(token.Device, DeviceLinking.Linked)
                : new(null, DeviceLinking.Refused);
        }
        catch (Exception e) when (circuit.IsOutage(e))
        {
            return new(null, null) { Unproven = token };
        }
    }

    /// <summary>The device of a report that was spooled, or null.</summary>
    public async Task<string?> OfAsync(ReceivedReport received, CancellationToken cancellationToken) => received.UnprovenDevice is { } token
        ? (await gate.FindAsync(token, cancellationToken))?.Device
        : received.DeviceId;

    /// <summary>
    /// Puts a report on the device that was stored before: its first answer may have been lost, or the phone had no device yet. One
    /// that was removed since stays away.
    /// </summary>
    public Task LinkAgainAsync(string? device, long requestId, CancellationToken cancellationToken) => device is { } id
        ? links.AddAsync(id, new(requestId), evenRemoved: false, cancellationToken)
        : Task.CompletedTask;
}
