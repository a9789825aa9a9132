using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Delivery;

/// <summary>How messages to residents are sent.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>Whether this node sends at all; one of several nodes is enough. Default true.</summary>
    public bool Send { get; init; } = true;

    /// <summary>How long it waits between two looks, in seconds. Default 5.</summary>
    [Range(1, 3_600)]
    public int Seconds { get; init; } = 5;

    /// <summary>Under which address residents reach this server, such as <c>https://311.example.org</c>: links in mails and text messages begin with it. Without one neither is sent.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The city's own page of a report, with <c>{number}</c> where the tracking number goes; by default the public answer of this server.</summary>
    public string? StatusAddress { get; init; }

    /// <summary>A folder that gets a file for each message, in the place of every target that is not set up. Development has one by default, <c>messages</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>How many are sent at once by one target. Default 8.</summary>
    [Range(1, 100)]
    public int AtOnce { get; init; } = 8;

    /// <summary>How long a target may take for one message, in seconds. Default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>After how many tries one is dead. Default 14, which is about a day and a half.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 14;

    /// <summary>For how many days it is kept what was sent, or could not be; then <c>retention run</c> deletes it. Default 30.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; init; } = 30;

    /// <summary>Whether endpoints of browsers may lie in private networks; for trials alone. Default false.</summary>
    public bool AllowPrivateAddresses { get; init; }
}
