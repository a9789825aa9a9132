namespace Connect311.Benchmarks.Phones;

/// <summary>A report on a phone, from the tap on <i>send</i> on.</summary>
/// <param name="Mark">What the resident wrote: of no other report.</param>
/// <param name="Fields">Its body without braces, so that it may stand alone or in a batch.</param>
internal sealed record QueuedReport(string Mark, string Fields)
{
    /// <summary>Made once, and kept through every try.</summary>
    public required string Key { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Tries { get; set; }

    public string? Number { get; set; }

    public string? ReporterKey { get; set; }
}

/// <summary>A photo on a phone.</summary>
/// <param name="Id">Of the phone's own making; the report names it.</param>
internal sealed record QueuedPhoto(string Id, byte[] Picture, QueuedReport Report);
