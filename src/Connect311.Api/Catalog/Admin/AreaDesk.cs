using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog.Admin;

/// <summary>What admins do with area sets: as the command <c>areas</c>, but that nothing can be forced.</summary>
internal sealed class AreaDesk(AreaStore areas, CityStore cities, CurrentCity city, CityRefresh refresh, AuditLog audit)
{
    public const int MaxBytes = 16 * 1024 * 1024;

    public async Task<Ok<AreaSetList>> ListAsync(HttpContext context)
    {
        var (now, imported) = await NowAsync(context);
        AddHeaders(context, now);
        return TypedResults.Ok(new AreaSetList(now.AreasVersion, [.. now.AreaSets.Select(set => Summary(set, imported))], null));
    }

    public async Task<Results<Ok<AreaSetView>, ProblemResult>> FindAsync(string set, HttpContext context)
    {
        var (now, imported) = await NowAsync(context);
        if (SetOf(now, set) is not { } found)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        AddHeaders(context, now);
        return TypedResults.Ok(ViewOf(set, found, imported));
    }

    public async Task<Results<Ok<AreaSetView>, Created<AreaSetView>, ProblemResult>> PutAsync(string set, AreaSetQuery query, HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context, maxBytes: MaxBytes);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        var wish = AreaSetWish.Read(set, query, faults);
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } version)
        {
            return refusal!;
        }

        var (now, _) = await NowAsync(context);
        var file = wish is null ? null : AreaFileReader.Read(set, body.Root, wish.Naming, now.AreaSets[0], faults);
        if (file is null)
        {
            return AreaSetWish.Refused(faults);
        }

        var isNew = SetOf(now, set) is null;
        if (await ChangeAsync(now, version, set, file.Set, context, actor => areas.ImportAsync(file, wish!.Source, version, actor, context.RequestAborted)) is { } refused)
        {
            return refused;
        }

        var view = await ShownAsync(set, context);
        return isNew ? TypedResults.Created(context.Request.Path, view) : TypedResults.Ok(view);
    }

    public async Task<Results<Ok<AreaSetView>, ProblemResult>> RemoveAsync(string set, HttpContext context)
    {
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } version)
        {
            return refusal!;
        }

        var (now, imported) = await NowAsync(context);
        if (SetOf(now, set) is null)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (now.AreasVersion == version && !imported.ContainsKey(set))
        {
            return TypedResults.Ok(await ShownAsync(set, context));
        }

        var ofFiles = await cities.FindAreaSetOfFilesAsync(set, context.RequestAborted);
        return await ChangeAsync(now, version, set, ofFiles, context, actor => areas.RemoveAsync(set, version, actor, context.RequestAborted)) is { } refused
            ? refused
            : TypedResults.Ok(await ShownAsync(set, context));
    }

    /// <summary>Changes the set, unless another version is in force or the change does harm; null when it is done.</summary>
    /// <param name="next">The set from then on; null for none.</param>
    private async Task<ProblemResult?> ChangeAsync(
        City now, int version, string set, AreaSet? next, HttpContext context, Func<Actor, Task<(int Version, bool IsNew)>> store)
    {
        if (now.AreasVersion != version)
        {
            return new(ProblemCode.VersionMismatch);
        }

        if (await HarmAsync(now, set, next, context) is { } harm)
        {
            return harm;
        }

        try
        {
            await store(Caller.Of(context.User).Actor);
            return null;
        }
        catch (UserErrorException)
        {
            // Another was first.
            return new(ProblemCode.VersionMismatch);
        }
    }

    private async Task<ProblemResult?> HarmAsync(City now, string set, AreaSet? next, HttpContext context)
    {
        if (next is null && set == now.AreaSets[0].Name)
        {
            return await RefusedAsync(now, set, CatalogUsers.None with { Reserved = true }, context);
        }

        if (await cities.FindRuleSetAsync(now.Rules.Version, context.RequestAborted) is not { } rules)
        {
            return new(ProblemCode.CityUnreadable);
        }

        AreaChange change;
        try
        {
            change = AreaChange.Of(now, set, next, rules);
        }
        catch (JsonException)
        {
            return new(ProblemCode.CityUnreadable);
        }

        if (change.Faults.Count > 0)
        {
            return AreaSetWish.Refused(change.Faults);
        }

        var users = change.Rules.Select(rule => new RuleUser(now.Rules.Version, CatalogAdminSql.Published, rule.Rule, rule.Area)).ToList();
        return users.Count == 0 ? null : await RefusedAsync(now, set, CatalogUsers.None with { Rules = users }, context);
    }

    private async Task<ProblemResult> RefusedAsync(City now, string set, CatalogUsers users, HttpContext context)
    {
        var action = HttpMethods.IsDelete(context.Request.Method) ? AuditAction.RemoveAreas : AuditAction.ImportAreas;
        var details = new Dictionary<string, string> { ["code"] = ProblemCode.InUse.Code };
        await audit.RecordAsync(
            audit.New(Caller.Of(context.User).Actor, action, AuditTarget.Areas(set, now.AreasVersion + 1), details, AuditOutcome.Refused),
            context.RequestAborted);
        return new(ProblemCode.InUse, users);
    }

    /// <summary>The city as it is stored now, and the imported sets by name.</summary>
    private async Task<(City City, Dictionary<string, AreaSetVersion> Imported)> NowAsync(HttpContext context)
    {
        await refresh.RefreshAsync(context.RequestAborted);
        var imported = await areas.ListAsync(context.RequestAborted);
        return (city.Value, imported.Where(set => set.AreaCount > 0).ToDictionary(set => set.Name));
    }

    private async Task<AreaSetView> ShownAsync(string set, HttpContext context)
    {
        var (now, imported) = await NowAsync(context);
        AddHeaders(context, now);
        return ViewOf(set, SetOf(now, set), imported);
    }

    private static AreaSet? SetOf(City now, string set) => now.AreaSets.FirstOrDefault(one => one.Name == set);

    private static AreaSetSummary Summary(AreaSet set, Dictionary<string, AreaSetVersion> imported)
    {
        var version = imported.GetValueOrDefault(set.Name);
        return new(set.Name, set.Areas.Count, set.Corners, version?.Version, version?.Source, version?.ImportedAt);
    }

    private static AreaSetView ViewOf(string set, AreaSet? found, Dictionary<string, AreaSetVersion> imported)
    {
        var version = found is null ? null : imported.GetValueOrDefault(set);
        return new(
            set,
            [.. (found?.Areas ?? []).Select(area => new Named(area.Code, area.Name))],
            found?.Corners ?? 0,
            version?.Version,
            version?.Source,
            version?.ImportedAt);
    }

    private static void AddHeaders(HttpContext context, City now)
    {
        context.Response.Headers.ETag = ETags.Of(now.AreasVersion);
        context.Response.Headers.CacheControl = "no-store";
    }
}

/// <summary>How a document is to be read as an area set.</summary>
/// <param name="Source">What lists shall say of where it came from.</param>
internal sealed record AreaSetWish(AreaNaming Naming, string Source)
{
    private const int MaxSetName = 50;
    private const int MaxSource = 200;
    private const int MostFaults = 100;

    public static AreaSetWish? Read(string set, AreaSetQuery query, List<Fault> faults)
    {
        if (!TextRules.IsCode(set) || set.Length > MaxSetName)
        {
            faults.Add(new("/set", FaultCodes.InvalidFormat, "expected", $"{TextRules.CodeForm}, at most {MaxSetName}"));
        }

        if (string.IsNullOrEmpty(query.Code))
        {
            faults.Add(new("/code", FaultCodes.Required));
        }

        if (query.Merge is not (null or "true" or "false"))
        {
            faults.Add(new("/merge", FaultCodes.UnknownValue, "allowed", "true, false"));
        }

        QueryTexts.Check("code", query.Code, faults);
        QueryTexts.Check("name", query.Name, faults);
        QueryTexts.Check("source", query.Source, faults);
        var source = string.IsNullOrWhiteSpace(query.Source) ? query.Code : $"{query.Source}, {query.Code}";
        return faults.Count > 0
            ? null
            : new(new(query.Code!, query.Name, query.Merge == "true"), source![..Math.Min(source!.Length, MaxSource)]);
    }

    /// <summary>The refusal of a document: its first faults, those of features with their number from 1, and how many there are.</summary>
    public static ProblemResult Refused(IReadOnlyList<Fault> faults) => new(
        ProblemCode.ValidationFailed,
        [.. faults.Take(MostFaults).Select(Numbered)],
        faults.Count > MostFaults ? new { faultCount = faults.Count } : null);

    private static Fault Numbered(Fault fault) =>
        fault.Field.Split('/') is ["", "features", var index, ..] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? fault with { Params = new Dictionary<string, object?>(fault.Params) { ["feature"] = at + 1 } }
            : fault;
}
