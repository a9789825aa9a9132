namespace Connect311.Api.Delivery.WebPush;

/// <summary>Pushes to browsers.</summary>
internal sealed class WebPushOptions
{
    public const string Section = "Delivery:WebPush";

    /// <summary>Whom a push service may write to, <c>mailto:</c> or <c>https:</c> (RFC 8292, 2.1); without it none are sent.</summary>
    public Uri? Subject { get; init; }
}
