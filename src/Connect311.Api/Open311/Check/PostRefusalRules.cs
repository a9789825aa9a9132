namespace Connect311.Api.Open311.Check;

/// <summary>C4: reports that must be refused.</summary>
internal static class PostRefusalRules
{
    /// <summary>Characters of a description, by the specification.</summary>
    private const int MostCharacters = 4_000;

    private static readonly Rule NoKey = new("C4.1", "A report without api_key is 403");
    private static readonly Rule WrongKey = new("C4.2", "A report with an api_key that there is not is 403");
    private static readonly Rule NoService = new("C4.3", "A report without service_code is 400");
    private static readonly Rule UnknownService = new("C4.4", "A report of an unknown service_code is 404");
    private static readonly Rule NoPlace = new("C4.5", "A report without a place is 400");
    private static readonly Rule HalfPlace = new("C4.6", "A report with lat or long alone is 400");
    private static readonly Rule WrongPlace = new("C4.7", "A lat or long that is no number, or not on Earth, is 400");
    private static readonly Rule TooLong = new("C4.11", "A description of more than 4,000 characters is 400");

    public static readonly Rule[] All = [NoKey, WrongKey, NoService, UnknownService, NoPlace, HalfPlace, WrongPlace, TooLong];

    /// <summary>Those that need no key.</summary>
    public static async Task CheckKeyAsync(Probe probe, Face face, Post valid, CancellationToken cancellationToken)
    {
        await RefusedAsync(NoKey, 403, ("api_key", null));
        await RefusedAsync(WrongKey, 403, ("api_key", ErrorRules.Nothing));

        async Task RefusedAsync(Rule rule, int status, params (string, string?)[] changes) =>
            ErrorRules.JudgeRefused(probe.Sheet, rule, await probe.PostAsync(face, valid.With(changes), cancellationToken), status);
    }

    public static async Task CheckAsync(Probe probe, Face face, Post valid, CancellationToken cancellationToken)
    {
        await RefusedAsync(NoService, 400, ("service_code", null));
        await RefusedAsync(UnknownService, 404, ("service_code", ErrorRules.Nothing));
        await RefusedAsync(NoPlace, 400, ("lat", null), ("long", null));
        await RefusedAsync(HalfPlace, 400, ("long", null));
        await RefusedAsync(HalfPlace, 400, ("lat", null));
        await RefusedAsync(WrongPlace, 400, ("lat", "90.5"));
        await RefusedAsync(WrongPlace, 400, ("long", "-180.5"));
        await RefusedAsync(WrongPlace, 400, ("lat", "north"));
        await RefusedAsync(TooLong, 400, ("description", new string('x', MostCharacters + 1)));

        async Task RefusedAsync(Rule rule, int status, params (string, string?)[] changes) =>
            ErrorRules.JudgeRefused(probe.Sheet, rule, await probe.PostAsync(face, valid.With(changes), cancellationToken), status);
    }
}
