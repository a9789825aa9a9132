using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Api.Routing.Backtests;

/// <summary>A <see cref="BacktestTally"/> as JSON, from one checkpoint to the next; in the order in which it is shown.</summary>
internal sealed record StoredTally(
    long Read,
    long Compared,
    long Moved,
    long ChangedWithin,
    long Erased,
    long RulesGone,
    long TypesGone,
    IReadOnlyList<StoredTally.Move> Moves,
    IReadOnlyList<StoredTally.OfType> Types,
    IReadOnlyList<StoredTally.Load> Loads)
{
    public static StoredTally Of(BacktestTally tally) => new(
        tally.Read,
        tally.Compared,
        tally.Moved,
        tally.ChangedWithin,
        tally.Erased,
        tally.RulesGone,
        tally.TypesGone,
        [.. tally.Moves.Select(move => new Move(move.Key.From, move.Key.To, move.Value.Requests, move.Value.Examples))
            .OrderByDescending(move => move.From != move.To).ThenByDescending(move => move.Requests)
            .ThenBy(move => move.From, StringComparer.Ordinal).ThenBy(move => move.To, StringComparer.Ordinal)],
        [.. tally.Types.Select(type => new OfType(type.Key, type.Value.Requests, type.Value.Moved, type.Value.ChangedWithin))
            .OrderByDescending(type => type.Moved).ThenByDescending(type => type.ChangedWithin).ThenByDescending(type => type.Requests)
            .ThenBy(type => type.ServiceType, StringComparer.Ordinal)],
        [.. tally.Loads.Select(load => new Load(load.Key.Department, load.Key.Queue, load.Value.Before, load.Value.After))
            .OrderByDescending(load => Math.Abs(load.After - load.Before)).ThenByDescending(load => load.Before)
            .ThenBy(load => load.Department, StringComparer.Ordinal).ThenBy(load => load.Queue, StringComparer.Ordinal)]);

    public static StoredTally Parse(string json) => JsonSerializer.Deserialize<StoredTally>(json, Json.Options)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    /// <summary>The tally, to go on counting.</summary>
    public BacktestTally ToTally(int mostExamples)
    {
        var tally = new BacktestTally(mostExamples)
        {
            Read = Read,
            Compared = Compared,
            Moved = Moved,
            ChangedWithin = ChangedWithin,
            Erased = Erased,
            RulesGone = RulesGone,
            TypesGone = TypesGone,
        };
        foreach (var move in Moves)
        {
            tally.Add(move.From, move.To, move.Requests, [.. move.Examples]);
        }

        foreach (var type in Types)
        {
            tally.Add(type.ServiceType, type.Requests, type.Moved, type.ChangedWithin);
        }

        foreach (var load in Loads)
        {
            tally.Add((load.Department, load.Queue), load.Before, load.After);
        }

        return tally;
    }

    internal sealed record Move(string From, string To, long Requests, IReadOnlyList<Example> Examples);

    internal sealed record OfType(string ServiceType, long Requests, long Moved, long ChangedWithin);

    internal sealed record Load(string Department, string? Queue, long Before, long After);
}
