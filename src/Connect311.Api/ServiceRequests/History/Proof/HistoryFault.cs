namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Number">The event that it was found at; null for what concerns no single one.</param>
/// <param name="Code">One of <see cref="HistoryFaultCode"/>.</param>
/// <param name="Message">The sentence that says it, in English.</param>
internal sealed record HistoryFault(int? Number, string Code, string Message);

/// <summary>How a history can be found to be another than it was.</summary>
internal static class HistoryFaultCode
{
    public const string Edited = "edited";
    public const string Removed = "removed";
    public const string Reordered = "re-ordered";
    public const string Replaced = "replaced";
    public const string DetailsEdited = "details-edited";
    public const string DetailsRemoved = "details-removed";
    public const string HeadDiffers = "head-differs";
}
