using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Subscriptions;

/// <summary>Of what somebody wants to be told, and when not.</summary>
/// <param name="Topics">Null for all.</param>
/// <param name="Quiet">Null for never quiet.</param>
/// <param name="Language">One that there are texts for.</param>
internal sealed record Choices(IReadOnlyList<string>? Topics, QuietHours? Quiet, string Language)
{
    /// <summary>Reads <c>events</c>, <c>quietHours</c> and <c>language</c>.</summary>
    /// <param name="callLanguage">The language of the call, for who names none.</param>
    public static Choices Read(ObjectReader root, string callLanguage)
    {
        var topics = root.TextList("events", Topic.All.Length, 30);
        if (root.IsEmptyList("events"))
        {
            root.Add("events", FaultCodes.TooFew, "minimum", 1);
        }

        foreach (var _ in (topics ?? []).Except(Topic.All))
        {
            root.Add("events", FaultCodes.UnknownValue, "allowed", string.Join(", ", Topic.All));
        }

        return new(topics, QuietHours.Read(root), Texts.Known(root.Text("language", 35) ?? callLanguage) ?? callLanguage);
    }

    /// <summary>A subscription with these choices.</summary>
    public SubscriptionRow On(SubscriptionRow row) => row with
    {
        Topics = Topic.Store(Topics),
        QuietFrom = Quiet?.From,
        QuietUntil = Quiet?.Until,
        TimeZone = Quiet?.TimeZone,
        Language = Language,
    };
}

/// <summary>When nothing is sent; what comes then waits for the end.</summary>
internal sealed record QuietHoursView
{
    /// <summary>From then on, by the clock: <c>HH:mm</c>.</summary>
    [Required, MaxLength(5)]
    public required string From { get; init; }

    /// <summary>Until then: <c>HH:mm</c>; before <c>from</c> it is the next day's.</summary>
    [Required, MaxLength(5)]
    public required string Until { get; init; }

    /// <summary>Whose clock: an IANA name such as <c>America/New_York</c>.</summary>
    [Required, MaxLength(100)]
    public required string TimeZone { get; init; }

    public static QuietHoursView? Of(QuietHours? quiet) => quiet is null
        ? null
        : new() { From = QuietHours.Shown(quiet.From), Until = QuietHours.Shown(quiet.Until), TimeZone = quiet.TimeZone };
}
