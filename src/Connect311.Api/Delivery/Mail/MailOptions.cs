using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Delivery.Mail;

/// <summary>The city's mail relay.</summary>
internal sealed class MailOptions
{
    public const string Section = "Delivery:Mail";

    /// <summary>The relay's host; without one no mail is sent.</summary>
    public string? Host { get; init; }

    /// <summary>Default 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary><c>starttls</c>, <c>tls</c> from the first byte, or <c>none</c> for a relay on the same machine. Default <c>starttls</c>.</summary>
    [AllowedValues("starttls", "tls", "none")]
    public string Security { get; init; } = "starttls";

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender, such as <c>311@example.org</c>; needed with a host.</summary>
    public string? From { get; init; }
}
