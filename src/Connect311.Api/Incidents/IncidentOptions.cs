using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Incidents;

/// <summary>How severe an incident is by the number of its reporters, and how soon new reports are compared. The numbers are assumed.</summary>
internal sealed class IncidentOptions
{
    public const string Section = "Incidents";

    /// <summary>From so many independent reporters an incident is <c>moderate</c>. Default 3.</summary>
    [Range(2, 1_000_000)]
    public int Moderate { get; init; } = 3;

    /// <summary>From so many it is <c>serious</c>. Default 10.</summary>
    [Range(2, 1_000_000)]
    public int Serious { get; init; } = 10;

    /// <summary>From so many it is <c>major</c>. Default 30.</summary>
    [Range(2, 1_000_000)]
    public int Major { get; init; } = 30;

    /// <summary>Whether this node looks what new reports resemble; one of several nodes is enough. Default true.</summary>
    public bool Suggest { get; init; } = true;

    /// <summary>How long it waits between two looks, in seconds. Default 2.</summary>
    [Range(1, 3_600)]
    public int SuggestSeconds { get; init; } = 2;
}

/// <summary>How many people, as far as they can be told apart, an incident concerns.</summary>
internal static class Severity
{
    public const string Minor = "minor";
    public const string Moderate = "moderate";
    public const string Serious = "serious";
    public const string Major = "major";

    public static readonly string[] All = [Minor, Moderate, Serious, Major];

    public static string Of(int reporters, IncidentOptions options) =>
        reporters >= options.Major ? Major
        : reporters >= options.Serious ? Serious
        : reporters >= options.Moderate ? Moderate
        : Minor;
}
