using System.Globalization;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Phones;

/// <summary>How far texts can be relied on, as the wire says it: of several the least.</summary>
internal static class TranslationCodes
{
    public const string Reviewed = "reviewed";
    public const string Unreviewed = "unreviewed";
    public const string Missing = "missing";

    public static readonly string[] All = [Reviewed, Unreviewed, Missing];

    public static string Of(LocalText text, string language) => Of(text.StateIn(language));

    public static string Of(IEnumerable<LocalText> texts, string language) => Of(texts.Max(text => text.StateIn(language)));

    /// <summary>Of the program's own words.</summary>
    public static string OfTexts(string language) => Texts.In(language).Unreviewed ? Unreviewed : Reviewed;

    private static string Of(TranslationState state) => state switch
    {
        TranslationState.Reviewed => Reviewed,
        TranslationState.Unreviewed => Unreviewed,
        TranslationState.Missing => Missing,
    };
}

/// <summary>How a language is written.</summary>
internal static class TextDirection
{
    public const string LeftToRight = "ltr";
    public const string RightToLeft = "rtl";

    public static readonly string[] All = [LeftToRight, RightToLeft];

    public static string Of(string language) => CultureInfo.GetCultureInfo(language).TextInfo.IsRightToLeft ? RightToLeft : LeftToRight;
}
