namespace Connect311.Api.Photos;

/// <summary>How it stands with a photo, as codes.</summary>
internal static class PhotoStatus
{
    /// <summary>A report names it, and it has not come.</summary>
    public const string Awaited = "awaited";

    /// <summary>It never came, and is not waited for any more.</summary>
    public const string Lapsed = "lapsed";

    /// <summary>Some of it came, and more is to come.</summary>
    public const string Receiving = "receiving";

    /// <summary>It is received for good, and not ready to be shown.</summary>
    public const string Processing = "processing";

    public const string Ready = "ready";

    /// <summary>It came, and cannot be taken; see <see cref="Pictures.PhotoRefusal"/>.</summary>
    public const string Refused = "refused";
}
