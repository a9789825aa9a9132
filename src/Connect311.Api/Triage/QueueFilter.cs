using System.Security.Cryptography;
using System.Text.Json;
using Connect311.Routing;

namespace Connect311.Api.Triage;

/// <summary>The orders of a queue. All but the first are of open work alone.</summary>
internal static class QueueSort
{
    /// <summary>By priority, due and number: what to do next.</summary>
    public const string Priority = "priority";

    /// <summary>What is due next.</summary>
    public const string Due = "due";

    /// <summary>The oldest first.</summary>
    public const string Age = "age";

    /// <summary>The nearest to a point first; what has no place is not in it.</summary>
    public const string Distance = "distance";

    public static readonly string[] All = [Priority, Due, Age, Distance];
}

/// <summary>What is asked of a queue: an order, and what narrows it.</summary>
internal sealed record QueueFilter
{
    public required string Department { get; init; }

    /// <summary>One of <see cref="QueueSort"/>.</summary>
    public string Sort { get; init; } = QueueSort.Priority;

    /// <summary>The point of <see cref="QueueSort.Distance"/>, degrees (WGS 84).</summary>
    public (double Latitude, double Longitude)? Near { get; init; }

    public string? Queue { get; init; }

    public string? Status { get; init; }

    public string? ServiceType { get; init; }

    /// <summary>The service types of a group.</summary>
    public IReadOnlyList<string>? ServiceTypes { get; init; }

    /// <summary>An area as <c>set:code</c>.</summary>
    public string? Area { get; init; }

    public string? Channel { get; init; }

    /// <summary>Whether it has a photo that can be looked at.</summary>
    public bool? HasPhoto { get; init; }

    /// <summary>Words of the description or the address.</summary>
    public string? Text { get; init; }

    /// <summary>Who has it in hand, by id.</summary>
    public string? Assignee { get; init; }

    /// <summary>Nobody has it in hand.</summary>
    public bool IsUnclaimed { get; init; }

    /// <summary>Whether it should be done by now.</summary>
    public bool? Overdue { get; init; }

    /// <summary>It should be done in so many minutes from now, and not before now.</summary>
    public int? DueWithin { get; init; }

    /// <summary>
    /// The external departments of whose requests those are meant that were not acknowledged, and of which nothing was heard
    /// since; null where silence is not asked for.
    /// </summary>
    public IReadOnlyList<string>? Silent { get; init; }

    public DateTimeOffset? SilentBefore { get; init; }

    public required bool WithConfidential { get; init; }

    /// <summary>Where now is; no part of what is asked.</summary>
    public DateTimeOffset Now { get; init; }

    public bool IsOperator => Department == RuleSet.OperatorDepartment;

    /// <summary>Whether what is not open any more cannot be meant.</summary>
    public bool IsOfOpenWork =>
        Sort != QueueSort.Priority || Text is not null || Assignee is not null || IsUnclaimed || Overdue is not null
        || DueWithin is not null || Silent is not null || HasPhoto is not null;

    /// <summary>What tells this question from others, at whatever time it is asked.</summary>
    public byte[] Hash() => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        this with { Now = default, SilentBefore = null, Near = null, Silent = Silent is null ? null : [] }).Concat(
        JsonSerializer.SerializeToUtf8Bytes<double[]>(Near is { } near ? [near.Latitude, near.Longitude] : [])).ToArray());

    /// <summary>The moments between which it is to be due; null where that does not matter.</summary>
    public (DateTimeOffset? From, DateTimeOffset? Before) Due() =>
        (Overdue == false || DueWithin is not null ? Now : null,
        Overdue == true ? Now : DueWithin is { } minutes ? Now.AddMinutes(minutes) : null);
}
