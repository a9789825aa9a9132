using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;

namespace Connect311.Api.Triage.Holds;

/// <summary>Whom holds are about. A device is known to staff by a report that came from it alone.</summary>
internal sealed class HeldSubjects(HoldStore store, StaffStore requests, Contacts contacts)
{
    /// <summary>The keyed hash by which what is meant is known again.</summary>
    /// <returns>Null where the report that is named is none that the caller may see, or came from no device.</returns>
    public async Task<string?> HashOfAsync(HoldWish wish, Caller caller, CancellationToken cancellationToken)
    {
        if (wish.Kind != HoldKind.Device)
        {
            return contacts.HashOf(wish.Kind, wish.Value);
        }

        TrackingNumber.Read(wish.Value, out var number);
        return await requests.FindAsync(number, cancellationToken) is { } report && caller.ToRead(report.Held) == Access.Allowed
            ? await store.DeviceOfAsync(number, cancellationToken)
            : null;
    }

    /// <summary>Whom a hold is about, as it is stored.</summary>
    public string Seal(string value) => contacts.SealHeld(value);

    /// <summary>What <see cref="Seal"/> sealed.</summary>
    public string Open(string sealedValue) => contacts.OpenHeld(sealedValue);
}
