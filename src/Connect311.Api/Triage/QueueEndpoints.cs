using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage;

internal static class QueueEndpoints
{
    public static void MapQueue(this IEndpointRouteBuilder routes)
    {
        var queue = routes.MapGroup("/v1/departments/{code}/queue").WithTags("Triage").RequireAuthorization(Policies.Queue);
        queue.MapGet("", List)
            .WithName("ListQueue")
            .Sheds(LoadClass.List)
            .Produces<QueuePage>()
            .Refuses(400, 401, 403, 404, 503);
        queue.MapGet("/counts", Count)
            .WithName("CountQueue")
            .Sheds(LoadClass.List)
            .Produces<QueueCounts>()
            .Refuses(400, 401, 403, 404, 503);
    }

    /// <summary>Lists a department's requests: by priority and due time, open ones first, or its open work in another order.</summary>
    /// <remarks>
    /// The queue of <c>311</c> is the operators': it also holds every department's reports of danger, and what a missed
    /// target shows to the operators (<c>escalated</c>). What sorts or narrows open work (all orders but <c>priority</c>;
    /// <c>text</c>, <c>assignee</c>, <c>overdue</c>, <c>dueWithin</c>, <c>silent</c>) leaves out what is closed. By
    /// distance, what has no place is left out.
    /// </remarks>
    /// <param name="code">The department's code, such as <c>DOT</c>.</param>
    internal static async Task<Results<Ok<QueuePage>, ProblemResult>> List(
        string code, HttpContext context, [AsParameters] QueueQuery query, QueueStore store, QueueQuestions questions, IncidentMarks marks, CurrentCity city)
    {
        var faults = new List<Fault>();
        var (filter, refusal) = await questions.ReadAsync(code, query, faults, context);
        if (filter is null)
        {
            return refusal!;
        }

        var limit = PageLimit.Read(query.Limit, faults);
        var from = query.Cursor is null ? QueueCursor.Start : QueueCursor.Read(query.Cursor, filter);
        if (from is null)
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        TrackingNumber? number = null;
        if (query.Number is not null)
        {
            number = NumberInRoute.Read(query.Number, "number", out var unreadable);
            faults.AddRange(unreadable?.Faults ?? []);
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var (rows, next) = number is { } one
            ? ([.. new[] { await store.FindAsync(one, filter, context.RequestAborted) }.OfType<QueueRow>()], null)
            : await store.PageAsync(filter, from!, limit, context.RequestAborted);
        var language = Languages.Of(context);
        return TypedResults.Ok(new QueuePage(
            await ItemsAsync(rows, marks, city.Value.Catalog, language, context), next?.Write(filter)));
    }

    private static async Task<List<QueueItem>> ItemsAsync(
        IReadOnlyList<QueueRow> rows, IncidentMarks marks, Catalog.Catalog catalog, string language, HttpContext context)
    {
        var (incidents, alike) = await marks.OfAsync(
            [.. rows.Select(row => (row.IncidentId, row.ResemblesId))], Caller.Of(context.User), context.RequestAborted);
        return [.. rows.Select(row => QueueItem.Of(row, catalog, language) with
        {
            Incident = incidents.GetValueOrDefault(row.IncidentId ?? 0) is { } incident ? IncidentMark.Of(incident, follows: false, marks.Options) : null,
            Resembles = row.IncidentId is null && alike.GetValueOrDefault(row.ResemblesId ?? 0) is { } resembled
                ? Resemblance.Of(resembled, incidents.GetValueOrDefault(resembled.IncidentId ?? 0), marks.Options)
                : null,
        })];
    }

    /// <summary>Counts a department's open work by status, and how much of it is overdue.</summary>
    /// <remarks>The same filters as those of the queue narrow it.</remarks>
    /// <param name="code">The department's code, such as <c>DOT</c>.</param>
    internal static async Task<Results<Ok<QueueCounts>, ProblemResult>> Count(
        string code, HttpContext context, [AsParameters] QueueFilterQuery query, QueueStore store, QueueQuestions questions)
    {
        var faults = new List<Fault>();
        var (filter, refusal) = await questions.ReadAsync(code, QueueQuery.Of(query), faults, context);
        if (filter is null)
        {
            return refusal!;
        }

        context.Response.Headers.CacheControl = "no-store";
        return faults.Count > 0
            ? new ProblemResult(ProblemCode.ValidationFailed, faults)
            : TypedResults.Ok(QueueCounts.Of(await store.CountAsync(filter, context.RequestAborted)));
    }
}
