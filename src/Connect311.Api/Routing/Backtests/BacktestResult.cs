using System.ComponentModel.DataAnnotations;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Routing.Backtests;

/// <summary>
/// What the tried rules would have decided otherwise. Compared is the decision at intake: what was handed over since does
/// not count. Confidential requests are left out.
/// </summary>
internal sealed record BacktestResult
{
    /// <summary>Requests whose decisions were compared.</summary>
    [Required]
    public required long Compared { get; init; }

    /// <summary>Those of them that would go to another department.</summary>
    [Required]
    public required long Moved { get; init; }

    /// <summary>Those of them that would stay with their department, and change queue, priority or rule alone.</summary>
    [Required]
    public required long ChangedWithin { get; init; }

    /// <summary>Requests that cannot be compared.</summary>
    [Required]
    public required NotKnown NotKnown { get; init; }

    /// <summary>From which department to which, those who stay among them: moves first, the most frequent first.</summary>
    [Required]
    public required IReadOnlyList<DepartmentMove> Moves { get; init; }

    /// <summary>By service type, those that move most first.</summary>
    [Required]
    public required IReadOnlyList<MovedType> ServiceTypes { get; init; }

    /// <summary>What each queue got and would have got, the greatest difference first.</summary>
    [Required]
    public required IReadOnlyList<QueueLoad> Queues { get; init; }

    public static BacktestResult Of(StoredTally tally, Catalog.Catalog catalog, string language)
    {
        Named Department(string code) => new(code, catalog.DepartmentName(code, language));
        Named Type(string code) => new(code, catalog.ServiceTypeName(code, language));
        return new()
        {
            Compared = tally.Compared,
            Moved = tally.Moved,
            ChangedWithin = tally.ChangedWithin,
            NotKnown = new(tally.Erased, tally.RulesGone, tally.TypesGone),
            Moves = [.. tally.Moves.Select(move => new DepartmentMove(
                Department(move.From), Department(move.To), move.Requests, [.. move.Examples.Select(example => new MovedRequest(
                    new TrackingNumber(example.Id).ToString(), Type(example.ServiceType), example.FromRule, example.RuleSetVersion, example.ToRule))]))],
            ServiceTypes = [.. tally.Types.Select(type => new MovedType(Type(type.ServiceType), type.Requests, type.Moved, type.ChangedWithin))],
            Queues = [.. tally.Loads.Select(load => new QueueLoad(
                Department(load.Department), load.Queue, load.Before, load.After, load.After - load.Before))],
        };
    }
}

/// <summary>How many requests cannot be compared, by why.</summary>
/// <param name="Erased">The words or the place that decided were erased.</param>
/// <param name="RulesGone">The rules that decided at intake are no longer stored.</param>
/// <param name="ServiceTypeGone">The catalogue no longer has their service type.</param>
internal sealed record NotKnown(long Erased, long RulesGone, long ServiceTypeGone);

/// <summary>Requests from one department that would go to another, or stay.</summary>
/// <param name="From">The department that got them.</param>
/// <param name="To">The department that would get them.</param>
/// <param name="Requests">How many.</param>
/// <param name="Examples">Some of those that move, the newest.</param>
internal sealed record DepartmentMove(Named From, Named To, long Requests, IReadOnlyList<MovedRequest> Examples);

/// <summary>A request that would go to another department.</summary>
/// <param name="TrackingNumber">Its number.</param>
/// <param name="ServiceType">Its service type.</param>
/// <param name="FromRule">The rule that decided at intake.</param>
/// <param name="FromVersion">The version of the rule set that decided at intake.</param>
/// <param name="ToRule">The rule that would decide.</param>
internal sealed record MovedRequest(string TrackingNumber, Named ServiceType, string FromRule, int FromVersion, string ToRule);

/// <summary>The requests of a service type.</summary>
/// <param name="ServiceType">The service type.</param>
/// <param name="Requests">How many were compared.</param>
/// <param name="Moved">How many would go to another department.</param>
/// <param name="ChangedWithin">How many would change queue, priority or rule alone.</param>
internal sealed record MovedType(Named ServiceType, long Requests, long Moved, long ChangedWithin);

/// <summary>The load of a queue.</summary>
/// <param name="Department">The department.</param>
/// <param name="Queue">The department's named queue; null for its general one.</param>
/// <param name="Before">How many requests it got.</param>
/// <param name="After">How many it would have got.</param>
/// <param name="Difference">How many more that are.</param>
internal sealed record QueueLoad(Named Department, [property: Required] string? Queue, long Before, long After, long Difference);
