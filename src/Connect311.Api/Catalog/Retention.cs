namespace Connect311.Api.Catalog;

/// <summary>How long what a request says is kept once it has ended, by service type.</summary>
/// <param name="Source">The schedule or law that the periods come from; <c>assumed</c> where there is none.</param>
internal sealed record Retention(string Source, RetentionPeriods Default, IReadOnlyDictionary<string, RetentionPeriods> ByServiceType)
{
    /// <summary>Keeps everything for ever.</summary>
    public static Retention None { get; } = new("assumed", RetentionPeriods.Forever, new Dictionary<string, RetentionPeriods>());

    /// <summary>The periods of a service type: its own, those of its family, or those of all; each for what the one before does not say.</summary>
    public RetentionPeriods Of(string serviceType)
    {
        var family = serviceType.Split('.')[0];
        return (ByServiceType.GetValueOrDefault(serviceType) ?? RetentionPeriods.Forever)
            .Or(ByServiceType.GetValueOrDefault(family) ?? RetentionPeriods.Forever)
            .Or(Default);
    }
}

/// <summary>Periods since a request ended; null for ever.</summary>
/// <param name="Contact">Of name, mail, phone and apartment.</param>
/// <param name="FreeText">Of everything in words: description, answers, address, notes, updates, and who did what.</param>
/// <param name="Photos">Of photos.</param>
/// <param name="Request">Of the request itself: all but the chain of codes, times and hashes that proves the histories of others.</param>
internal sealed record RetentionPeriods(Period? Contact, Period? FreeText, Period? Photos, Period? Request)
{
    public static RetentionPeriods Forever { get; } = new(null, null, null, null);

    public RetentionPeriods Or(RetentionPeriods other) =>
        new(Contact ?? other.Contact, FreeText ?? other.FreeText, Photos ?? other.Photos, Request ?? other.Request);
}
