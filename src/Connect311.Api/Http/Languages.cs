namespace Connect311.Api.Http;

/// <summary>Chooses the language of an answer.</summary>
internal static class Languages
{
    /// <summary>The first language of Accept-Language, by weight, that there are texts for; otherwise English.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Request.Headers.AcceptLanguage.Count == 0)
        {
            return Texts.DefaultLanguage;
        }

        var wanted = context.Request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1);
        foreach (var language in wanted)
        {
            if (Texts.Known(language.Value.Value ?? "") is { } known)
            {
                return known;
            }
        }

        return Texts.DefaultLanguage;
    }
}
