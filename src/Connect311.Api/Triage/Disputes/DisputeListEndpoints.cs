using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Disputes;

internal static class DisputeListEndpoints
{
    public static void MapDisputes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/departments/{code}/disputes", List)
            .WithName("ListDisputes")
            .Sheds(LoadClass.List)
            .WithTags("Triage")
            .RequireAuthorization(Policies.Reopen)
            .Produces<DisputeList>()
            .Refuses(400, 401, 403, 404, 503);

    /// <summary>Lists the closings of a department that residents dispute, the oldest dispute first.</summary>
    /// <remarks>The reason and the text stand in the history of each request. One that is decided is no longer in the list.</remarks>
    /// <param name="code">The department, such as <c>DOT</c>.</param>
    /// <param name="cursor">From <c>nextCursor</c> of the page before.</param>
    /// <param name="limit">At most so many, up to 200.</param>
    internal static async Task<Results<Ok<DisputeList>, ProblemResult>> List(
        string code, string? cursor, [Range(1, PageLimit.Max)] string? limit, HttpContext context, Database database, CurrentCity city)
    {
        var caller = Caller.Of(context.User);
        if (caller.ToQueue(code).Refusal() is { } refusal)
        {
            return refusal;
        }

        if (!city.Value.Catalog.Departments.ContainsKey(code))
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var faults = new List<Fault>();
        var (at, id) = CursorOf(cursor, faults);
        var take = PageLimit.Read(limit, faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var rows = await database.QueryAsync<DisputeRow>(
            DisputeSql.For(database.Engine).Page,
            new DisputeSql.PageParameters(code, at, id, caller.SeesConfidentialOf(code), take + 1),
            context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        var language = Languages.Of(context);
        var shown = rows.Take(take).ToList();
        return TypedResults.Ok(new DisputeList(
            [.. shown.Select(row => DisputeView.Of(row, city.Value.Catalog, language))],
            rows.Count > take ? string.Create(CultureInfo.InvariantCulture, $"{shown[^1].DisputedAt.ToUnixTimeMilliseconds()}.{shown[^1].Id}") : null));
    }

    private static (DateTimeOffset At, long Id) CursorOf(string? cursor, List<Fault> faults)
    {
        if (cursor is null)
        {
            return (DateTimeOffset.UnixEpoch, 0);
        }

        var parts = cursor.Split('.');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= Clock.Never.ToUnixTimeMilliseconds()
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return (DateTimeOffset.FromUnixTimeMilliseconds(at), id);
        }

        faults.Add(new("/cursor", FaultCodes.BadCursor));
        return default;
    }
}

/// <summary>Closings that residents dispute.</summary>
/// <param name="Items">The oldest dispute first.</param>
/// <param name="NextCursor">Asks for the next page; null at the end.</param>
internal sealed record DisputeList(IReadOnlyList<DisputeView> Items, [property: Required] string? NextCursor);

/// <summary>A closing that its resident disputes.</summary>
/// <param name="TrackingNumber">The number of the report.</param>
/// <param name="ServiceType">What it is about.</param>
/// <param name="Priority">1 (urgent) to 4.</param>
/// <param name="Outcome">The code of how it was closed.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="DisputedAt">When the resident disputed that.</param>
internal sealed record DisputeView(
    string TrackingNumber, Named ServiceType, [property: Range(1, 4)] int Priority, [property: Required] string? Outcome,
    DateTimeOffset ClosedAt, DateTimeOffset DisputedAt)
{
    public static DisputeView Of(DisputeRow row, Catalog.Catalog catalog, string language) => new(
        new TrackingNumber(row.Id).ToString(),
        new(row.ServiceType, row.ServiceTypeText ?? catalog.ServiceTypeName(row.ServiceType, language)),
        row.Priority,
        row.Outcome,
        row.ClosedAt,
        row.DisputedAt);
}
