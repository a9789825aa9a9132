namespace Connect311.Api.Catalog;

/// <summary>The codes that catalogue files use.</summary>
internal static class CatalogWords
{
    public const string Request = "request";
    public const string Information = "information";
    public const string Diversion = "diversion";

    public const string Required = "required";
    public const string Optional = "optional";
    public const string None = "none";

    public const string Public = "public";
    public const string Limited = "limited";
    public const string Confidential = "confidential";

    public const string Exact = "exact";
    public const string Block = "block";
    public const string Area = "area";

    public const string OneLine = "string";
    public const string Lines = "text";
    public const string Number = "number";
    public const string DateTime = "datetime";
    public const string OneOf = "one-of";
    public const string ManyOf = "many-of";

    /// <summary>The service type of imported reports whose complaint type the catalogue lacks.</summary>
    public const string Unlisted = "unlisted";

    /// <summary>The outcome of imported reports whose end the city did not publish; nobody may choose it.</summary>
    public const string NotRecorded = "not-recorded";

    /// <summary>No outcome: what belongs to another department is transferred, and stays open.</summary>
    public const string NotOurJurisdiction = "not-our-jurisdiction";

    public static readonly string[] Demands = [Required, Optional, None];
    public static readonly string[] Visibilities = [Public, Limited, Confidential];
    public static readonly string[] PublicPlaces = [Exact, Block, Area];
    public static readonly string[] QuestionTypes = [OneLine, Lines, Number, DateTime, OneOf, ManyOf];

    internal static class KindCodes
    {
        public static readonly string[] All = [Request, Information, Diversion];
    }
}
