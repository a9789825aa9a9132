namespace Connect311.Api.Open311.Check;

/// <summary>How a server is asked to write an answer.</summary>
internal enum Face
{
    Xml,
    Json,
}

/// <summary>What a URL and a header say of a face.</summary>
internal static class FaceNames
{
    /// <summary>The suffix of a URL, without the dot.</summary>
    public static string Suffix(this Face face) => face switch
    {
        Face.Xml => "xml",
        Face.Json => "json",
    };

    public static string MediaType(this Face face) => face switch
    {
        Face.Xml => "text/xml",
        Face.Json => "application/json",
    };
}
