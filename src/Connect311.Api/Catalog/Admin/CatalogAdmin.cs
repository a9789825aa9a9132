using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Catalog.Admin;

/// <summary>An entry of a version of the catalogue, or why there is none to show.</summary>
/// <param name="Entry">In the form of the file; null with a refusal.</param>
internal sealed record EntryAnswer(JsonObject? Entry, int Version, bool IsNew, ProblemResult? Refusal)
{
    /// <summary>The code of a descriptor's family; else null.</summary>
    public string? Family { get; init; }

    public static implicit operator EntryAnswer(ProblemResult refusal) => new(null, 0, false, refusal);
}

/// <summary>
/// What admins do with one entry of the catalogue. Each change makes the next version of the whole catalogue, on the
/// condition that the version that was seen is still in force. What a rule refuses stands in the audit too.
/// </summary>
internal sealed class CatalogAdmin(CatalogAdminStore store, CatalogUsage usage, CityRefresh refresh, AuditLog audit)
{
    private const int MostTries = 5;

    public async Task<EntryAnswer> FindAsync(EntryKind kind, string code, CancellationToken cancellationToken)
    {
        var stored = await store.FindAsync(cancellationToken);
        var file = new EntryFile(stored.Files.Texts[kind.File]);
        var place = kind.PlaceOf(file, code, out _);
        return place?.In(file) is { } entry
            ? new EntryAnswer(EntryView.Fill(kind, code, entry), stored.Version, IsNew: false, null) { Family = place.Family }
            : new ProblemResult(ProblemCode.NotFound);
    }

    /// <summary>Changes the entry in the version that If-Match names.</summary>
    /// <param name="make">Gets the entry as it is, null for a new one, and where it stands.</param>
    public async Task<EntryAnswer> ActAsync(
        EntryKind kind, string code, HttpContext context, Func<JsonObject?, EntryPlace, EditOrRefusal> make)
    {
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } version)
        {
            return refusal!;
        }

        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await store.FindAsync(context.RequestAborted);
            if (stored.Version != version)
            {
                return new ProblemResult(ProblemCode.VersionMismatch);
            }

            if (await TryAsync(stored, kind, code, context, make) is { } answer)
            {
                return answer;
            }

            // The catalogue or the rules were changed in the same moment: what was checked has to be checked again.
        }

        return new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    /// <returns>Null when what was seen is no longer in force.</returns>
    private async Task<EntryAnswer?> TryAsync(
        StoredCatalog stored, EntryKind kind, string code, HttpContext context, Func<JsonObject?, EntryPlace, EditOrRefusal> make)
    {
        var file = new EntryFile(stored.Files.Texts[kind.File]);
        if (kind.PlaceOf(file, code, out var fault) is not { } place)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, [fault!]);
        }

        var before = place.In(file);
        var (edit, refusal) = make(before, place);
        if (edit is null)
        {
            return refusal!;
        }

        var shown = EntryView.Fill(kind, code, edit.Entry.DeepClone().AsObject());
        var trial = new CatalogTrial(stored, kind, file, place, edit);
        if ((ReservedIn(kind, code, shown) ?? trial.Refusal ?? await UsersAsync(stored, trial, context)) is { } refused)
        {
            return await RefusedAsync(edit, refused, context);
        }

        if (before is not null && JsonNode.DeepEquals(EntryView.Fill(kind, code, before), shown))
        {
            return new(shown, stored.Version, IsNew: false, null);
        }

        return await StoreAsync(stored, trial.Files, edit, context)
            ? new EntryAnswer(shown, stored.Version + 1, place.IsNew, null)
            : null;
    }

    private static ProblemResult? ReservedIn(EntryKind kind, string code, JsonObject shown) =>
        code == kind.Reserved && shown["active"]!.GetValueKind() == JsonValueKind.False
            ? new(ProblemCode.InUse, CatalogUsers.None with { Reserved = true })
            : null;

    /// <summary>Refuses what would leave somebody without what he uses.</summary>
    private async Task<ProblemResult?> UsersAsync(StoredCatalog stored, CatalogTrial trial, HttpContext context)
    {
        try
        {
            var before = CityReader.ReadCatalog(stored.Files, stored.Version);
            var users = await usage.FindAsync(before, trial.After!, context.RequestAborted);
            return users.Any ? new(ProblemCode.InUse, users) : null;
        }
        catch (CatalogRefusedException)
        {
            return new(ProblemCode.CityUnreadable);
        }
    }

    private async Task<bool> StoreAsync(StoredCatalog stored, CityFiles files, Edit edit, HttpContext context)
    {
        var details = new Dictionary<string, string>
        {
            ["catalogVersion"] = (stored.Version + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        var happened = audit.New(Caller.Of(context.User).Actor, edit.Action, edit.Target, details);
        if (!await store.StoreAsync(stored, files, happened, context.RequestAborted))
        {
            return false;
        }

        try
        {
            await refresh.RefreshAsync(context.RequestAborted);
        }
        catch (Exception e) when (DatabaseErrors.IsUnavailable(e))
        {
            // It is stored. This server takes it with its next look, as the others do.
        }

        return true;
    }

    private async Task<ProblemResult> RefusedAsync(Edit edit, ProblemResult refusal, HttpContext context)
    {
        if (refusal.Code.Status == StatusCodes.Status409Conflict)
        {
            var details = new Dictionary<string, string> { ["code"] = refusal.Code.Code };
            var happened = audit.New(Caller.Of(context.User).Actor, edit.Action, edit.Target, details, AuditOutcome.Refused);
            await audit.RecordAsync(happened, context.RequestAborted);
        }

        return refusal;
    }
}
