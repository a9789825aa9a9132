using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;

namespace Connect311.Api.Records;

/// <summary>What of a request can be erased; in the column they are added up.</summary>
[Flags]
internal enum ErasureScopes
{
    None = 0,

    /// <summary>Name, mail, phone and apartment.</summary>
    Contact = 1,

    /// <summary>What the resident said: description, answers, address, a place that is published less exactly, disputes.</summary>
    OwnWords = 2,

    /// <summary>Everything in words, of staff too, and who did what.</summary>
    FreeText = 4,

    Photos = 8,

    /// <summary>All but the chain of codes, times and hashes.</summary>
    Request = 16,
}

/// <summary>The codes of <see cref="ErasureScopes"/> in events, ledger and answers.</summary>
internal static class ErasureScope
{
    public const string Contact = "contact";
    public const string OwnWords = "own-words";
    public const string FreeText = "free-text";
    public const string Photos = "photos";
    public const string Request = "request";

    private static readonly (ErasureScopes Scope, string Code)[] Codes =
    [
        (ErasureScopes.Contact, Contact),
        (ErasureScopes.OwnWords, OwnWords),
        (ErasureScopes.FreeText, FreeText),
        (ErasureScopes.Photos, Photos),
        (ErasureScopes.Request, Request),
    ];

    /// <summary>What the resident of a request can ask to be forgotten: photos only where there are any, or were.</summary>
    public static ErasureScopes OwnOf(StaffRow seen) => ErasureScopes.Contact | ErasureScopes.OwnWords
        | (seen.HasPhotos || seen.ErasedScopes.HasFlag(ErasureScopes.Photos) ? ErasureScopes.Photos : ErasureScopes.None);

    /// <summary>The kinds of events that hold words of the resident, beside the first and corrections.</summary>
    private static readonly string[] OwnKinds = [EventKind.ClarificationAnswered, EventKind.Commented, EventKind.Disputed, EventKind.Withdrawn];

    public static string[] CodesOf(ErasureScopes scopes) =>
        [.. Codes.Where(scope => scopes.HasFlag(scope.Scope)).Select(scope => scope.Code)];

    /// <summary>The scopes of codes.</summary>
    public static ErasureScopes Read(IEnumerable<string> codes) =>
        Codes.Where(scope => codes.Contains(scope.Code)).Aggregate(ErasureScopes.None, (all, scope) => all | scope.Scope);

    /// <summary>All that was ever erased of a request, by the events of its history.</summary>
    public static ErasureScopes In(IEnumerable<StaffEventRow> history) => history
        .Where(line => line.Kind == EventKind.Erased)
        .Aggregate(ErasureScopes.None, (all, line) => all | Whole(Read(EventData.Read(line.Data).Erased ?? [])));

    /// <summary>
    /// What stays erased behind an event, as a mask: what the event writes has to be erased anew. Who did something is told in
    /// words. An erasure, and who asks for one, tell nothing that has to go: their actor is the resident or the command line.
    /// </summary>
    /// <param name="kind">The kind of an event after the first.</param>
    /// <param name="corrected">What it corrects (<see cref="CorrectedMember"/>); null where it is no correction.</param>
    public static ErasureScopes Kept(string kind, IReadOnlyList<string>? corrected = null)
    {
        var written = kind is EventKind.Erased or EventKind.ForgetAsked ? ErasureScopes.None
            : kind == EventKind.Closed ? ErasureScopes.FreeText | ErasureScopes.Photos
            : corrected is not null || OwnKinds.Contains(kind) ? ErasureScopes.FreeText | ErasureScopes.OwnWords
            : ErasureScopes.FreeText;
        return ~(corrected?.Contains(CorrectedMember.Unit) == true ? written | ErasureScopes.Contact : written);
    }

    /// <summary>A scope with what it holds: nothing of a request outlives it, and all words are more than one's own.</summary>
    public static ErasureScopes Whole(ErasureScopes scopes) =>
        scopes.HasFlag(ErasureScopes.Request) ? Enum.GetValues<ErasureScopes>().Aggregate((all, scope) => all | scope)
        : scopes.HasFlag(ErasureScopes.FreeText) ? scopes | ErasureScopes.OwnWords
        : scopes;
}

/// <summary>Why something was erased.</summary>
internal static class ErasureCause
{
    /// <summary>The period of its service type was over.</summary>
    public const string Period = "period";

    /// <summary>Whoever reported it asked to be forgotten.</summary>
    public const string Forgotten = "forgotten";
}
