using System.ComponentModel.DataAnnotations;
using System.Xml;
using Connect311.Api.Catalog;
using Connect311.Api.Http;

namespace Connect311.Api.Triage.Numbers;

/// <summary>Numbers of the requests that came in within a period.</summary>
/// <param name="By">By what they are grouped.</param>
/// <param name="AreaSet">Whose areas, with <c>by=area</c>; else null.</param>
/// <param name="From">The first day, in the city's time zone.</param>
/// <param name="To">The last day.</param>
/// <param name="At">When they were counted.</param>
/// <param name="Items">One for each group; the months in their order, all others the largest first.</param>
internal sealed record NumberList(
    [property: ExtensibleEnum(typeof(NumbersBy))] string By,
    [property: Required] string? AreaSet,
    DateOnly From,
    DateOnly To,
    DateTimeOffset At,
    IReadOnlyList<Numbers> Items)
{
    public static NumberList Of(NumberQuestion question, IEnumerable<NumbersOfGroup> groups, DateTimeOffset now, City city, string language)
    {
        var isByArea = question.By == NumbersBy.Area;
        return new(
            question.By,
            isByArea ? question.AreaSet : null,
            question.From,
            question.To,
            now,
            [.. groups.Select(group => Numbers.Of(group, NameOf(group, question, city, language)))]);
    }

    private static string? NameOf(NumbersOfGroup group, NumberQuestion question, City city, string language) => group.Code is not { } code
        ? null
        : question.By switch
        {
            NumbersBy.Department => city.Catalog.DepartmentName(code, language),
            NumbersBy.ServiceType => city.Catalog.ServiceTypeName(code, language),
            NumbersBy.Area => city.AreaNames.GetValueOrDefault((question.AreaSet, code), code),
            NumbersBy.Agent => group.Closings?.Name ?? code,
            _ => code,
        };
}

/// <summary>The numbers of one group. What makes no sense of it is null: a member of staff receives no requests.</summary>
internal sealed record Numbers
{
    private const int Digits = 4;

    /// <summary>The department, service type or area, the month as <c>2026-05</c>, or the id of a member of staff; null for requests without a place in the area set, and for closings of which nobody knows any more who made them.</summary>
    [Required]
    public required string? Code { get; init; }

    /// <summary>In the caller's language.</summary>
    [Required]
    public required string? Name { get; init; }

    /// <summary>How many requests came in.</summary>
    [Required]
    public required int? Received { get; init; }

    /// <summary>How many of them are open.</summary>
    [Required]
    public required int? Open { get; init; }

    /// <summary>How many of those should be resolved by now. One that waits for others is not overdue.</summary>
    [Required]
    public required int? Overdue { get; init; }

    /// <summary>How many are closed; those of staff, as they closed them.</summary>
    [Required]
    public required int Closed { get; init; }

    /// <summary>How many were withdrawn by their residents, or refused.</summary>
    [Required]
    public required int? Cancelled { get; init; }

    /// <summary>From when a request came in until a department first said that it has it.</summary>
    [Required]
    public required TimesTaken? Acknowledge { get; init; }

    /// <summary>From when a request came in until it was closed; of one that was opened again, until it was closed last.</summary>
    [Required]
    public required TimesTaken Resolve { get; init; }

    /// <summary>How often staff sent one on to another department.</summary>
    [Required]
    public required int? Transfers { get; init; }

    /// <summary>How often one was closed: of one that was opened again, each time counts. Imported closings do not.</summary>
    [Required]
    public required int Closings { get; init; }

    /// <summary>How many closings residents disputed.</summary>
    [Required]
    public required int Disputes { get; init; }

    /// <summary>In how many of those a supervisor agreed with the resident.</summary>
    [Required]
    public required int DisputesUpheld { get; init; }

    /// <summary><c>disputes</c> of <c>closings</c>, from 0 to 1; null without any.</summary>
    [Required, Range(0, 1)]
    public required double? DisputeRate { get; init; }

    /// <summary>How many closings did not hold: the request was opened again, after a dispute or otherwise.</summary>
    [Required]
    public required int Reopenings { get; init; }

    /// <summary><c>reopenings</c> of <c>closings</c>, from 0 to 1; null without any.</summary>
    [Required, Range(0, 1)]
    public required double? ReopenRate { get; init; }

    /// <param name="name">Of the group.</param>
    public static Numbers Of(NumbersOfGroup group, string? name)
    {
        var (requests, closings) = (group.Requests, group.Closings);
        return new()
        {
            Code = group.Code,
            Name = name,
            Received = requests?.Received,
            Open = requests?.StillOpen,
            Overdue = requests?.Overdue,
            Closed = requests?.Closed ?? closings.Resolved,
            Cancelled = requests is null ? null : requests.Received - requests.StillOpen - requests.Closed,
            Acknowledge = requests is null ? null : TimesTaken.Of(requests.Acknowledged, requests.AcknowledgeMedian, requests.AcknowledgeP90),
            Resolve = requests is null
                ? TimesTaken.Of(closings.Resolved, closings.ResolveMedian, closings.ResolveP90)
                : TimesTaken.Of(requests.Resolved, requests.ResolveMedian, requests.ResolveP90),
            Transfers = group.Transfers,
            Closings = closings.Closings,
            Disputes = closings.Disputed,
            DisputesUpheld = closings.Upheld,
            DisputeRate = Rate(closings.Disputed, closings.Closings),
            Reopenings = closings.Reopened,
            ReopenRate = Rate(closings.Reopened, closings.Closings),
        };
    }

    private static double? Rate(int part, int whole) => whole == 0 ? null : Math.Round((double)part / whole, Digits);
}

/// <summary>How long something took, day and night.</summary>
/// <param name="Count">How many times it rests on.</param>
/// <param name="Median">Half of them took at most so long: an ISO 8601 duration in whole seconds, such as <c>P2DT4H</c>; null without any.</param>
/// <param name="P90">Nine in ten took at most so long; null without any.</param>
internal sealed record TimesTaken(int Count, [property: Required] string? Median, [property: Required] string? P90)
{
    public static TimesTaken Of(int count, long? median, long? p90) => new(count, Duration(median), Duration(p90));

    private static string? Duration(long? seconds) => seconds is { } some ? XmlConvert.ToString(TimeSpan.FromSeconds(some)) : null;
}
