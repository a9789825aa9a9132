using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.SavedFilters;

internal static class SavedFilterEndpoints
{
    private const int MostLetters = 50;

    public static void MapSavedFilters(this IEndpointRouteBuilder routes)
    {
        var filters = routes.MapGroup("/v1/me/queue-filters").WithTags("Triage").RequireAuthorization(Policies.Queue);
        filters.MapGet("", List)
            .WithName("ListQueueFilters")
            .Sheds(LoadClass.List)
            .Produces<SavedFilterList>()
            .Refuses(401, 403, 503);
        filters.MapGet("/{name}", Find)
            .WithName("FindQueueFilter")
            .Produces<SavedFilterView>()
            .Refuses(401, 403, 404, 503);
        filters.MapPut("/{name}", Put)
            .WithName("SaveQueueFilter")
            .Accepts<SavedFilter>("application/json")
            .Produces<SavedFilterView>()
            .Refuses(400, 401, 403, 404, 408, 413, 415, 503);
        filters.MapDelete("/{name}", Remove)
            .WithName("RemoveQueueFilter")
            .Produces<SavedFilterList>()
            .Refuses(401, 403, 503);
    }

    /// <summary>Lists the filters of queues that the caller keeps.</summary>
    /// <remarks>They belong to the caller alone; nobody else reads them.</remarks>
    internal static async Task<Ok<SavedFilterList>> List(HttpContext context, SavedFilterStore store)
    {
        var rows = await store.ListAsync(Caller.Of(context.User).Id, context.RequestAborted);
        return TypedResults.Ok(new SavedFilterList([.. rows.Select(SavedFilterView.Of)]));
    }

    /// <summary>Reads a filter that the caller keeps; <c>path</c> is where its answer is.</summary>
    /// <remarks>What somebody else keeps under the same name is another filter.</remarks>
    /// <param name="name">What the caller calls it.</param>
    internal static async Task<Results<Ok<SavedFilterView>, ProblemResult>> Find(string name, HttpContext context, SavedFilterStore store) =>
        IsName(name) && await store.FindAsync(Caller.Of(context.User).Id, name, context.RequestAborted) is { } row
            ? TypedResults.Ok(SavedFilterView.Of(row))
            : new ProblemResult(ProblemCode.NotFound);

    /// <summary>Keeps a filter of a queue under a name, in the place of what had that name.</summary>
    /// <remarks>It is checked as the queue's query is. It is the caller's alone, so that no version need be named. 50 may be kept.</remarks>
    /// <param name="name">What the caller calls it: up to 50 of a-z, 0-9, '-' and '.'.</param>
    internal static async Task<Results<Ok<SavedFilterView>, ProblemResult>> Put(
        string name, HttpContext context, SavedFilterStore store, QueueQuestions questions)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        if (!IsName(name))
        {
            faults.Add(new("/name", FaultCodes.InvalidFormat, "expected", $"1-{MostLetters} {TextRules.CodeForm}"));
        }

        var filter = SavedFilter.Read(body.Root, faults);
        if (faults.Count == 0 && (await questions.ReadAsync(filter.Department, filter.ToQuery(), faults, context)).Refusal is { } refusal)
        {
            return refusal;
        }

        var content = JsonSerializer.Serialize(filter, Json.Options);
        if (faults.Count == 0 && await store.PutAsync(Caller.Of(context.User).Id, name, content, context.RequestAborted) is { } row)
        {
            return TypedResults.Ok(SavedFilterView.Of(row));
        }

        return new ProblemResult(
            ProblemCode.ValidationFailed, faults.Count > 0 ? faults : [new("/name", FaultCodes.TooMany, "maximum", SavedFilterStore.Most)]);
    }

    /// <summary>Forgets a filter, and lists those that are left.</summary>
    /// <remarks>One that is not there counts as forgotten, so the same may be sent twice.</remarks>
    /// <param name="name">What the caller calls it.</param>
    internal static async Task<Ok<SavedFilterList>> Remove(string name, HttpContext context, SavedFilterStore store)
    {
        if (IsName(name))
        {
            await store.RemoveAsync(Caller.Of(context.User).Id, name, context.RequestAborted);
        }

        return await List(context, store);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MostLetters && TextRules.IsCode(name);
}
