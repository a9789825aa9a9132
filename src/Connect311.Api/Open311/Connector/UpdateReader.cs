using System.Globalization;
using Connect311.Api.Open311.Updates;
using Connect311.Api.Triage.Closings;

namespace Connect311.Api.Open311.Connector;

/// <summary>Reads what a department's system says: its updates, or its requests as they stand.</summary>
internal sealed class UpdateReader(ExternalIds ids)
{
    private const int MaxCode = 100;

    /// <returns>Null where it is of none of our requests, or says not of which.</returns>
    public async Task<IncomingUpdate?> OfUpdateAsync(string department, AnswerRecord record, CancellationToken cancellationToken)
    {
        if (record[UpdateNames.Request] is not { } id || await ids.FindAsync(department, id, cancellationToken) is not { } number)
        {
            return null;
        }

        var (status, at) = (record[UpdateNames.Status] ?? ExtendedStatus.Unchanged, record[UpdateNames.At]);
        return new()
        {
            Id = record[UpdateNames.Id] ?? $"{id}\n{status}\n{at}\n{record[UpdateNames.Description]}",
            Number = number,
            Status = ExtendedStatus.Read(status),
            WrittenStatus = status,
            Description = record[UpdateNames.Description],
            Media = record[UpdateNames.Media] is { } media ? [media] : [],
            Code = Short(record[UpdateNames.ExternalStatus]),
            VisitedAt = TimeOf(Extra(record, UpdateNames.VisitedAt)),
            DuplicateOf = Extra(record, UpdateNames.DuplicateOf) is { } repeated ? await ids.FindAsync(department, repeated, cancellationToken) : null,
            Reason = Short(Extra(record, UpdateNames.Reason)),
            ReferredTo = Extra(record, UpdateNames.ReferredTo) is { Length: <= ClosingFacts.MaxReferredTo } told ? told : null,
        };
    }

    /// <summary>A request as it stands, for systems that have no updates: it says whether it is open or closed, and in words how.</summary>
    public static IncomingUpdate? OfRequest(OpenExternalRow known, AnswerRecord record) => record[UpdateNames.Status] is not { } status
        ? null
        : new()
        {
            Id = $"{known.ExternalId}\n{status}\n{(ExtendedStatus.Read(status) == ExtendedStatus.Open ? record["status_notes"] : record[UpdateNames.At])}",
            Number = new(known.RequestId),
            Status = ExtendedStatus.Read(status),
            WrittenStatus = status,
            Description = record["status_notes"],
        };

    /// <summary>When it was said; null where that cannot be read.</summary>
    public static DateTimeOffset? TimeOf(string? written) =>
        DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string? Extra(AnswerRecord record, string name) => record[$"{UpdateNames.Extras}/{name}"] ?? record[name];

    /// <summary>A code that is longer than any is none.</summary>
    private static string? Short(string? code) => code is { Length: <= MaxCode } ? code : null;
}
