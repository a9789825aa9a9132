using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>Lets anybody check that a history is as it was written.</summary>
internal static class ProofEndpoints
{
    private const string RootList = "history-roots";

    public static void MapProofs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/service-requests/{trackingNumber}/history/proof", Prove)
            .WithName("ProveHistory")
            .WithTags("Triage")
            .RequireAuthorization(Policies.Inspect)
            .Produces<HistoryProof>()
            .Refuses(400, 401, 403, 404, 503);
        routes.MapGet("/v1/public/service-requests/{trackingNumber}/history/proof", ProveInPublic)
            .WithName("ProvePublicHistory")
            .WithTags("Public")
            .AllowAnonymous()
            .Produces<HistoryProof>()
            .Refuses(400, 404, 503);
        routes.MapGet("/v1/public/history/roots", ListRoots)
            .WithName("ListHistoryRoots")
            .Sheds(LoadClass.List)
            .WithTags("Public")
            .AllowAnonymous()
            .Produces<SignedRootPage>()
            .Refuses(400, 503);
        routes.MapGet("/v1/public/history/key", FindKey)
            .WithName("FindHistoryKey")
            .WithTags("Public")
            .AllowAnonymous()
            .Produces<RootPublicKey>()
            .Refuses();
    }

    /// <summary>Proves a request's history: all that is hashed, but for the values.</summary>
    /// <remarks>
    /// An edited, removed or re-ordered event is named. Values that were erased leave the proof as good as it was and are
    /// told by <c>erasedAt</c>.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<HistoryProof>, ProblemResult>> Prove(
        string trackingNumber, HttpContext context, HistoryStore store, Proofs proofs)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        var head = await store.FindAsync(number, context.RequestAborted);
        if ((head is null ? Access.Hidden : Caller.Of(context.User).ToRead(head.Held)).Refusal() is { } refused)
        {
            return refused;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await proofs.OfAsync(head!, ProofDepth.Salts, context.RequestAborted));
    }

    /// <summary>Proves a report's history by hashes and departments.</summary>
    /// <remarks>
    /// To the owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is) it gives all that is hashed; to others neither codes nor values. A confidential
    /// report answers like an unknown number, but to its owner.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<HistoryProof>, ProblemResult>> ProveInPublic(
        string trackingNumber, HttpContext context, HistoryStore store, Proofs proofs, Ownership ownership, CurrentCity city)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        var isOwn = await ownership.OwnOfAsync(number, context) is not null;
        var head = await store.FindAsync(number, context.RequestAborted);
        if (head is null || (!isOwn && IsConfidential(head, city.Value.Catalog)))
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await proofs.OfAsync(head, isOwn ? ProofDepth.Codes : ProofDepth.Hashes, context.RequestAborted));
    }

    /// <summary>Lists the signed roots over all events, the first one first.</summary>
    /// <remarks>Some are made after each day (UTC). Each holds the hash of the one before it: keep one, and nothing before it can be changed unseen.</remarks>
    /// <param name="cursor">Where to go on: <c>nextCursor</c> of the page before.</param>
    /// <param name="limit">How many at most, from 1 to 200; 50 by default.</param>
    internal static async Task<Results<Ok<SignedRootPage>, ProblemResult>> ListRoots(
        [FromQuery] string? cursor, [FromQuery] string? limit, HttpContext context, HistoryStore store)
    {
        var faults = new List<Fault>();
        var take = PageLimit.Read(limit, faults);
        var after = 0;
        if (cursor is not null
            && !int.TryParse(PageCursor.Read(cursor, RootList), NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var roots = await store.RootsAsync(after, take + 1, context.RequestAborted);
        var shown = roots.Take(take).ToList();
        return TypedResults.Ok(new SignedRootPage(
            [.. shown.Select(SignedRoot.Of)],
            roots.Count > take ? PageCursor.Write(RootList, shown[^1].Number.ToString(CultureInfo.InvariantCulture)) : null));
    }

    /// <summary>Gives the public key by which roots are checked.</summary>
    /// <remarks>Take it once, from a place that you trust, and keep it: <c>keyId</c> of a root says which key signed it.</remarks>
    internal static Ok<RootPublicKey> FindKey(RootKey key) => TypedResults.Ok(new RootPublicKey(key.Id, "ES256", key.PublicKey));

    private static bool IsConfidential(HeadRow head, Catalog.Catalog catalog) =>
        head.Visibility == CatalogWords.Confidential || catalog.ServiceTypesByCode.GetValueOrDefault(head.ServiceType) is { IsConfidential: true };
}

/// <summary>One page of signed roots.</summary>
/// <param name="Items">The roots, the first one first.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record SignedRootPage(IReadOnlyList<SignedRoot> Items, string? NextCursor);

/// <summary>A public key.</summary>
/// <param name="Id">SHA-256 of its DER form, base64url: <c>keyId</c> of the roots that it checks.</param>
/// <param name="Algorithm">Always ES256: ECDSA on P-256 with SHA-256.</param>
/// <param name="PublicKey">The key as PEM.</param>
internal sealed record RootPublicKey(string Id, string Algorithm, string PublicKey);
