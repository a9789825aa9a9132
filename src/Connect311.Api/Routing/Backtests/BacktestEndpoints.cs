using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Routing.Simulation;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Routing.Backtests;

internal static class BacktestEndpoints
{
    private const string Root = "/v1/routing/backtests";

    public static void MapBacktests(this IEndpointRouteBuilder routes)
    {
        var backtests = routes.MapGroup(Root).WithTags("Routing").RequireAuthorization(Policies.TryRules);
        backtests.MapGet("/", List).WithName("ListBacktests").Sheds(LoadClass.List).Produces<BacktestPage>().Refuses(400, 401, 403, 503);
        backtests.MapPost("/", Start)
            .WithName("StartBacktest")
            .Accepts<BacktestScope>("application/json")
            .Produces<BacktestView>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 404, 409, 413, 415, 422, 503);
        backtests.MapGet("/{id}", Find).WithName("FindBacktest").Produces<BacktestView>().Refuses(401, 403, 404, 503);
        backtests.MapPost("/{id}/cancel", Cancel)
            .WithName("CancelBacktest")
            .Produces<BacktestView>()
            .Refuses(400, 401, 403, 404, 413, 415, 503);
    }

    /// <summary>Lists backtests, the newest first, without their results.</summary>
    /// <remarks>Each says how far it is; its result is read by its id.</remarks>
    internal static async Task<Results<Ok<BacktestPage>, ProblemResult>> List(
        HttpContext context, [AsParameters] BacktestQuery query, BacktestStore store)
    {
        var faults = new List<Fault>();
        var limit = PageLimit.Read(query.Limit, faults);
        var before = query.Before(faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        // One more than the page: it tells whether there is a next one.
        var rows = await store.PageAsync(before, limit + 1, context.RequestAborted);
        var shown = rows.Take(limit).ToList();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new BacktestPage(
            [.. shown.Select(row => BacktestView.Of(row))],
            rows.Count > limit ? BacktestQuery.CursorAfter(shown[^1]) : null));
    }

    /// <summary>Tries a version of the rule set on the stored requests, in the background.</summary>
    /// <remarks>
    /// Compares what the rules last decided about each request, at intake or when it was corrected, with what this version, a
    /// draft as a rule, decides from what is stored of it in the areas in force. Backtests are worked on one after the other,
    /// survive restarts, and can be cancelled. Confidential requests are left out. Send an <c>Idempotency-Key</c>, so that a call sent twice starts one.
    /// </remarks>
    internal static async Task<Results<Created<BacktestView>, ProblemResult>> Start(
        HttpContext context, TrialRules trials, BacktestStore store, BacktestRunner runner, CurrentCity city, TimeProvider time)
    {
        var faults = new List<Fault>();
        var key = IdempotencyKey.Read(context.Request.Headers, faults);
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var scope = BacktestScope.Read(body.Root, city.Value.Catalog, faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var actor = Caller.Of(context.User).Actor;
        var creation = Creation.Of(actor.Id, key, time, scope.ToJson());
        if (key is not null && await store.FindRowAsync(creation.Id, context.RequestAborted) is { } known)
        {
            // What was started once is answered alike, whatever became of the draft.
            return Made(known, isNew: false, creation, context);
        }

        var trial = await trials.FindAsync(scope.Version, context.RequestAborted);
        if (trial is not TrialRules.Ending.Found found)
        {
            return trial.ToProblem();
        }

        var (row, isNew) = await store.AddAsync(scope, found.Json, creation, actor, context.RequestAborted);
        runner.Wake();
        return Made(row, isNew, creation, context);
    }

    /// <summary>Reads a backtest: how far it is, and what was found so far.</summary>
    /// <remarks>Ask again until <c>endedAt</c> is there: what was found by then may still grow.</remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static async Task<Results<Ok<BacktestView>, ProblemResult>> Find(
        string id, HttpContext context, BacktestStore store, CurrentCity city)
    {
        if (!Creation.IsId(id) || await store.FindAsync(id, context.RequestAborted) is not { } found)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var result = found.Tally is { } tally ? BacktestResult.Of(tally, city.Value.Catalog, Languages.Of(context)) : null;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(BacktestView.Of(found.Row, found.Scope, result));
    }

    /// <summary>Cancels a backtest.</summary>
    /// <remarks>What was found until then stays. To cancel one that has ended changes nothing.</remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static async Task<Results<Ok<BacktestView>, ProblemResult>> Cancel(
        string id, HttpContext context, BacktestStore store, CurrentCity city)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } refusal)
        {
            return refusal;
        }

        if (!Creation.IsId(id) || await store.FindRowAsync(id, context.RequestAborted) is not { } row)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (row.IsOpen)
        {
            await store.CancelAsync(id, Caller.Of(context.User).Actor, context.RequestAborted);
        }

        return await Find(id, context, store, city);
    }

    private static Results<Created<BacktestView>, ProblemResult> Made(BacktestRow row, bool isNew, Creation creation, HttpContext context)
    {
        if (row.BodyHash != creation.BodyHash)
        {
            return new ProblemResult(ProblemCode.KeyReused, new { id = row.Id });
        }

        if (!isNew)
        {
            context.Response.Headers["Idempotency-Replayed"] = "true";
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{Root}/{row.Id}", BacktestView.Of(row));
    }
}
