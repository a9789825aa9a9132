using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Delivery.Sms;

/// <summary>A provider of text messages with an HTTP interface.</summary>
internal sealed class SmsOptions
{
    public const string Section = "Delivery:Sms";

    /// <summary>Where a message is posted; without it none are sent.</summary>
    public Uri? Address { get; init; }

    /// <summary>Sent as <c>Authorization</c>, such as <c>Bearer ...</c> or <c>Basic ...</c>.</summary>
    public string? Authorization { get; init; }

    /// <summary><c>form</c> or <c>json</c>. Default <c>form</c>.</summary>
    [AllowedValues("form", "json")]
    public string Format { get; init; } = "form";

    /// <summary>The member for the number (E.164). Default <c>To</c>.</summary>
    [Required]
    public string To { get; init; } = "To";

    /// <summary>The member for the words. Default <c>Body</c>.</summary>
    [Required]
    public string Text { get; init; } = "Body";

    /// <summary>The member for the sender. Default <c>From</c>.</summary>
    [Required]
    public string From { get; init; } = "From";

    /// <summary>The sender; none is sent where absent.</summary>
    public string? Sender { get; init; }

    /// <summary>Statuses by which the provider says that there is no such number. Default 404 and 410.</summary>
    public int[]? GoneStatuses { get; init; }

    /// <summary>
    /// Statuses by which the provider refuses a number for ever, such as one that asked it for silence. Default 400 and 422; empty for a provider that
    /// says so of faults of ours as well.
    /// </summary>
    public int[]? RefusedStatuses { get; init; }
}
