namespace Connect311.Api.Photos.Pictures;

/// <summary>Why a photo is not taken, as codes.</summary>
internal static class PhotoRefusal
{
    /// <summary>It is no JPEG, PNG, WebP or HEIC file, whatever it is called.</summary>
    public const string NotAPhoto = "not-a-photo";

    /// <summary>The file is broken, or only half there.</summary>
    public const string Unreadable = "unreadable";

    public const string TooManyPixels = "too-many-pixels";
}

/// <summary>A photo cannot be taken.</summary>
/// <param name="code">See <see cref="PhotoRefusal"/>.</param>
internal sealed class PhotoRefusedException(string code) : Exception($"The photo is refused: {code}.")
{
    public string Code => code;
}
