using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Closings;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Updates;

/// <summary>Reads an update that was posted; what is wrong with it is noted with the arguments.</summary>
internal static class UpdateForm
{
    private const int MaxId = 200;
    private const int MaxText = 4000;
    private const int MaxMedia = 10;

    /// <summary>The request that is meant; null where there can be none such, or none is named.</summary>
    public static TrackingNumber? NumberIn(Arguments arguments, string name) =>
        arguments.One(name) is { } text && TrackingNumber.Read(text, out var number) == TrackingNumber.Reading.Readable ? number : null;

    public static IncomingUpdate Read(Arguments arguments, TrackingNumber number)
    {
        var status = TextIn(arguments, UpdateNames.Status, 50);
        if (status is not null && ExtendedStatus.Read(status) is null)
        {
            arguments.Faults.Add(new($"/{UpdateNames.Status}", FaultCodes.UnknownValue, "allowed", string.Join(", ", ExtendedStatus.All)));
        }

        TimeIn(arguments, UpdateNames.At);
        return new()
        {
            Id = Required(arguments, UpdateNames.Id, MaxId),
            Number = number,
            Status = ExtendedStatus.Read(status ?? ExtendedStatus.Unchanged),
            WrittenStatus = status ?? ExtendedStatus.Unchanged,
            Description = TextIn(arguments, UpdateNames.Description, MaxText),
            Media = [.. arguments.All(UpdateNames.Media).Concat(arguments.All($"{UpdateNames.Media}[]")).Distinct().Take(MaxMedia)],
            Code = TextIn(arguments, UpdateNames.ExternalStatus, 100),
            VisitedAt = TimeIn(arguments, UpdateNames.VisitedAt),
            DuplicateOf = NumberIn(arguments, UpdateNames.DuplicateOf),
            Reason = TextIn(arguments, UpdateNames.Reason, 50),
            ReferredTo = TextIn(arguments, UpdateNames.ReferredTo, ClosingFacts.MaxReferredTo),
        };
    }

    private static string Required(Arguments arguments, string name, int most)
    {
        if (arguments.All(name).Count == 0)
        {
            arguments.Faults.Add(new($"/{name}", FaultCodes.Required));
        }

        return TextIn(arguments, name, most) ?? "";
    }

    private static string? TextIn(Arguments arguments, string name, int most)
    {
        var text = arguments.One(name);
        if (text?.Length > most)
        {
            arguments.Faults.Add(new($"/{name}", FaultCodes.TooLong, "maximum", most));
        }

        return text;
    }

    private static DateTimeOffset? TimeIn(Arguments arguments, string name)
    {
        if (arguments.One(name) is not { } text)
        {
            return null;
        }

        var plain = text.Length > 6 && text[^6] == ' ' ? $"{text[..^6]}+{text[^5..]}" : text;
        if (Rfc3339.TryParse(plain, out var at))
        {
            return at.ToUniversalTime();
        }

        arguments.Faults.Add(new($"/{name}", FaultCodes.InvalidFormat, "expected", "ISO 8601, 2026-06-01T16:00:00Z"));
        return null;
    }
}
