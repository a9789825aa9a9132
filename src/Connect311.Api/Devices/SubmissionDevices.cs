using Connect311.Api.Devices.Links;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;

namespace Connect311.Api.Devices;

/// <summary>The device from which a report comes.</summary>
/// <param name="Id">The device that it is put on, or null.</param>
/// <param name="Link">What the answer says of it: a <see cref="DeviceLinking"/>, or null where the call names no device.</param>
internal sealed record SubmissionDevice(string? Id, string? Link)
{
    public static readonly SubmissionDevice None = new(null, null);
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
internal sealed class SubmissionDevices(DeviceGate gate, LinkStore links)
{
    /// <summary>The device of a call that submits. What staff and sensors send is nobody's on a phone.</summary>
    public async Task<SubmissionDevice> OfAsync(HttpContext context)
    {
        var caller = Caller.Of(context.User);
        if (!DeviceGate.IsNamed(context) || caller.Role != Role.App || caller.Channel == Channel.Sensor)
        {
            return SubmissionDevice.None;
        }

        return await gate.FindAsync(context) is { } token
            ? new(token.Device, DeviceLinking.Linked)
            : new(null, DeviceLinking.Refused);
    }

    /// <summary>
    /// Puts a report on the device that was stored before: its first answer may have been lost, or the phone had no device yet. One
    /// that was removed since stays away.
    /// </summary>
    public Task LinkAgainAsync(SubmissionDevice device, long requestId, CancellationToken cancellationToken) => device.Id is { } id
        ? links.AddAsync(id, new(requestId), evenRemoved: false, cancellationToken)
        : Task.CompletedTask;
}
