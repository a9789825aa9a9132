namespace Connect311.Api.Records;

/// <summary>What of a request can be erased; in the column they are added up.</summary>
[Flags]
internal enum ErasureScopes
{
    None = 0,

    /// <summary>Name, mail, phone and apartment.</summary>
    Contact = 1,

    /// <summary>What the resident said: description, answers, address, disputes.</summary>
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

    public static string[] CodesOf(ErasureScopes scopes) =>
        [.. Codes.Where(scope => scopes.HasFlag(scope.Scope)).Select(scope => scope.Code)];

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
