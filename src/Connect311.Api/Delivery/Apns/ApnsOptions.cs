namespace Connect311.Api.Delivery.Apns;

/// <summary>Pushes to phones of Apple.</summary>
internal sealed class ApnsOptions
{
    public const string Section = "Delivery:Apns";

    /// <summary>Default <c>https://api.push.apple.com</c>; the sandbox is another.</summary>
    public Uri Address { get; init; } = new("https://api.push.apple.com");

    /// <summary>The file of the signing key (PKCS #8, PEM, <c>.p8</c>); without it none are sent.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The id of the key, ten characters.</summary>
    public string? KeyId { get; init; }

    /// <summary>The id of the team, ten characters.</summary>
    public string? TeamId { get; init; }

    /// <summary>The bundle id of the app.</summary>
    public string? Topic { get; init; }
}
