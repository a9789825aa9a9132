using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Catalog.Admin;

/// <summary>Which page of a list of entries.</summary>
internal sealed record EntryQuery
{
    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }
}

/// <summary>Reads calls about entries of any kind, and answers them.</summary>
internal sealed class EntryDesk(CatalogAdmin admin, CatalogAdminStore store)
{
    /// <param name="page">Makes the page of the version, the entries and the next cursor.</param>
    public async Task<Results<Ok<TPage>, ProblemResult>> PageAsync<T, TPage>(
        EntryKind kind, EntryQuery query, HttpContext context, Func<int, IReadOnlyList<T>, string?, TPage> page)
    {
        var faults = new List<Fault>();
        var limit = PageLimit.Read(query.Limit, faults);
        var from = 0;
        if (query.Cursor is not null
            && !int.TryParse(PageCursor.Read(query.Cursor, kind.Name), NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        // Entries are only ever added, at the end: a number is a place.
        var stored = await store.FindAsync(context.RequestAborted);
        var entries = new EntryFile(stored.Files.Texts[kind.File]).Entries;
        var shown = entries.Skip(from).Take(limit).Select(entry => EntryView.Fill(kind, entry["code"]!.GetValue<string>(), entry).As<T>()).ToList();
        var next = from + shown.Count < entries.Count
            ? PageCursor.Write(kind.Name, (from + shown.Count).ToString(CultureInfo.InvariantCulture))
            : null;
        AddHeaders(context, stored.Version);
        return TypedResults.Ok(page(stored.Version, shown, next));
    }

    public async Task<Results<Ok<T>, ProblemResult>> FindAsync<T>(EntryKind kind, string code, HttpContext context) =>
        Shown<T>(await admin.FindAsync(kind, code, context.RequestAborted), context);

    /// <summary>Adds an entry, or puts another in its place.</summary>
    public async Task<Results<Ok<T>, Created<T>, ProblemResult>> PutAsync<T>(EntryKind kind, string code, HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var answer = await admin.ActAsync(kind, code, context, (before, place) =>
        {
            var faults = new List<Fault>();
            if (EntryWish.Read(body.Root, code, place.OwnCode, faults) is { } wish)
            {
                EntryWish.KeepActivity(wish, before);
                EntryWish.RefuseLosses(wish, before, faults);
                return faults.Count == 0
                    ? new Edit(wish, place.IsNew ? kind.AddAction : kind.ChangeAction, kind.TargetOf(code))
                    : new ProblemResult(ProblemCode.ValidationFailed, faults);
            }

            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        });
        if (answer is not { IsNew: true, Entry: { } added })
        {
            return Shown<T>(answer, context) is { Result: Ok<T> ok } ? ok : answer.Refusal!;
        }

        AddHeaders(context, answer.Version);
        return TypedResults.Created(context.Request.Path, added.As<T>());
    }

    /// <summary>Activates or deactivates an entry; what is so already stays as it is.</summary>
    public async Task<Results<Ok<T>, ProblemResult>> SwitchAsync<T>(EntryKind kind, string code, bool active, HttpContext context)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } refusal)
        {
            return refusal;
        }

        return Shown<T>(
            await admin.ActAsync(kind, code, context, (before, _) =>
            {
                if (before is null)
                {
                    return new ProblemResult(ProblemCode.NotFound);
                }

                var entry = before.DeepClone().AsObject();
                entry["active"] = active;
                return new Edit(entry, active ? kind.ActivateAction : kind.DeactivateAction, kind.TargetOf(code));
            }),
            context);
    }

    public static Results<Ok<T>, ProblemResult> Shown<T>(EntryAnswer answer, HttpContext context)
    {
        if (answer.Entry is not { } entry)
        {
            return answer.Refusal!;
        }

        AddHeaders(context, answer.Version);
        return TypedResults.Ok(entry.As<T>());
    }

    private static void AddHeaders(HttpContext context, int version)
    {
        context.Response.Headers.ETag = ETags.Of(version);
        context.Response.Headers.CacheControl = "no-store";
    }
}
