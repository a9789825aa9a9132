namespace Connect311.Api.Delivery.Fcm;

/// <summary>Pushes by Firebase Cloud Messaging.</summary>
internal sealed class FcmOptions
{
    public const string Section = "Delivery:Fcm";

    /// <summary>Default <c>https://fcm.googleapis.com</c>.</summary>
    public Uri Address { get; init; } = new("https://fcm.googleapis.com");

    /// <summary>The file of the service account (JSON), as Google hands it out; without it none are sent.</summary>
    public string? CredentialsFile { get; init; }
}
