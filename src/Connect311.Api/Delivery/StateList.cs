using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Delivery;

/// <summary>Which of what is to be sent to list.</summary>
internal sealed record StateQuery
{
    [Description("waiting, sending, sent, dead or dropped; dead by default.")]
    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }
}

/// <summary>Lists what is to be sent by its state, whoever it goes to.</summary>
/// <param name="Name">Of the list; a cursor is good for one list and state.</param>
/// <param name="IsKey">Whether a text names a row.</param>
/// <param name="KeyOf">What names a row.</param>
/// <param name="PageAsync">The rows of a state behind the one that a text names (null: from the beginning), at most so many.</param>
internal sealed record StateList<T>(string Name, Predicate<string> IsKey, Func<T, string> KeyOf, Func<string, string?, int, Task<List<T>>> PageAsync)
{
    /// <summary>One page with where the next begins; otherwise the refusal.</summary>
    public async Task<(IReadOnlyList<T> Shown, string? NextCursor, ProblemResult? Refusal)> ReadAsync(StateQuery query)
    {
        var faults = new List<Fault>();
        var limit = PageLimit.Read(query.Limit, faults);
        var state = query.State ?? DeliveryState.Dead;
        if (!DeliveryState.All.Contains(state))
        {
            faults.Add(new("/state", FaultCodes.UnknownValue, "allowed", string.Join(", ", DeliveryState.All)));
        }

        var list = $"{Name}\n{state}";
        var after = query.Cursor is null || PageCursor.Read(query.Cursor, list) is not { } key || !IsKey(key) ? null : key;
        if (query.Cursor is not null && after is null)
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        if (faults.Count > 0)
        {
            return ([], null, new(ProblemCode.ValidationFailed, faults));
        }

        var rows = await PageAsync(state, after, limit + 1);
        var shown = rows.Take(limit).ToList();
        return (shown, rows.Count > limit ? PageCursor.Write(list, KeyOf(shown[^1])) : null, null);
    }
}
