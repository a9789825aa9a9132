using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Closings;

/// <summary>What is said for the outcome of a closing, beside the note.</summary>
internal sealed record ClosingFacts
{
    private const int MaxNumber = 30;
    private const int MaxReason = 50;
    public const int MaxReferredTo = 200;

    /// <summary>When staff were there, in UTC.</summary>
    public DateTimeOffset? VisitedAt { get; init; }

    /// <summary>The request that it repeats.</summary>
    public TrackingNumber? DuplicateOf { get; init; }

    /// <summary>One of the outcome's reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>Who was told instead; published word for word.</summary>
    public string? ReferredTo { get; init; }

    /// <summary>Photos of what was done, by id, each once.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>Reads what was said; whether that fits the outcome and the request is for <see cref="ClosingCheck"/> to say.</summary>
    public static ClosingFacts Read(ObjectReader root) => new()
    {
        VisitedAt = root.Time(StepMember.VisitedAt) is { } at ? Clock.Truncated(at) : null,
        DuplicateOf = NumberIn(root),
        Reason = SubmissionReader.NullIfEmpty(root.Text(StepMember.Reason, MaxReason)),
        ReferredTo = root.Text(StepMember.ReferredTo, MaxReferredTo) is { } told && !string.IsNullOrWhiteSpace(told) ? told.Trim() : null,
        Photos = [.. (SubmissionReader.ReadPhotos(root) ?? []).Distinct()],
    };

    private static TrackingNumber? NumberIn(ObjectReader root)
    {
        if (SubmissionReader.NullIfEmpty(root.Text(StepMember.DuplicateOf, MaxNumber)) is not { } text)
        {
            return null;
        }

        switch (TrackingNumber.Read(text, out var number))
        {
            case TrackingNumber.Reading.Readable:
                return number;
            case TrackingNumber.Reading.Mistyped:
                root.Add(StepMember.DuplicateOf, FaultCodes.CheckDigit);
                return null;
            default:
                root.Add(StepMember.DuplicateOf, FaultCodes.InvalidFormat, "expected", "311- and digits");
                return null;
        }
    }
}
