using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Devices;

/// <summary>How long devices are kept, and how they move.</summary>
internal sealed class DeviceOptions
{
    public const string Section = "Devices";

    /// <summary>For how many days a device is kept after it was last seen; then <c>retention run</c> deletes it. Default 730.</summary>
    [Range(1, 36_500)]
    public int KeepDays { get; init; } = 730;

    /// <summary>How many codes of other phones one app key may try in a minute. Default 60.</summary>
    [Range(1, 100_000)]
    public int ClaimsPerMinute { get; init; } = 60;

    /// <summary>How many codes one device may ask for in a minute. Default 3.</summary>
    [Range(1, 1_000)]
    public int CodesPerMinute { get; init; } = 3;
}
