using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Routing.Backtests;

/// <summary>Which page of the backtests.</summary>
internal sealed record BacktestQuery
{
    private const string List = "backtests";

    /// <summary>Behind every id.</summary>
    private static readonly (DateTimeOffset At, string Id) Newest = (Clock.Never, "g");

    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }

    public static string CursorAfter(BacktestRow row) =>
        PageCursor.Write(List, string.Create(CultureInfo.InvariantCulture, $"{row.CreatedAt.ToUnixTimeMilliseconds()} {row.Id}"));

    /// <summary>Before which one the page begins; a faulty cursor is noted.</summary>
    public (DateTimeOffset At, string Id) Before(List<Fault> faults)
    {
        if (Cursor is null)
        {
            return Newest;
        }

        if (PageCursor.Read(Cursor, List)?.Split(' ') is [var at, var id]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && Creation.IsId(id))
        {
            return (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id);
        }

        faults.Add(new("/cursor", FaultCodes.BadCursor));
        return Newest;
    }
}
