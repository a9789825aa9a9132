using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Streams;

/// <summary>How queues are streamed.</summary>
internal sealed class StreamOptions
{
    public const string Section = "Streams";

    /// <summary>How many streams a node keeps open; beyond that the answer is 503. Default 5,000.</summary>
    [Range(1, 100_000)]
    public int Most { get; init; } = 5_000;

    /// <summary>
    /// After how many seconds a stream ends and its reader comes again, with credentials that must still be good; 0 ends it
    /// once it has caught up. Default 60.
    /// </summary>
    [Range(0, 3_600)]
    public int Seconds { get; init; } = 60;

    /// <summary>How many events a reader may miss and still be told each; beyond that it reads its queue again. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int Memory { get; init; } = 20_000;
}
