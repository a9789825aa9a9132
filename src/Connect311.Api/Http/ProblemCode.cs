namespace Connect311.Api.Http;

/// <summary>
/// A stable code of a refusal, with its HTTP status and what a client may do: send the <c>same</c> again later,
/// send it <c>changed</c>, or <c>never</c>. Titles stand in Http/Texts; api-specs/errors.md lists them all.
/// </summary>
internal sealed record ProblemCode(string Code, int Status, string Retry)
{
    public const string Same = "same";
    public const string Changed = "changed";
    public const string Never = "never";

    public static readonly ProblemCode ValidationFailed = new("validation-failed", 400, Changed);
    public static readonly ProblemCode UnreadableBody = new("unreadable-body", 400, Changed);
    public static readonly ProblemCode BadRequest = new("bad-request", 400, Changed);
    public static readonly ProblemCode PhotoUnreadable = new("photo-unreadable", 400, Changed);
    public static readonly ProblemCode UploadLengthMismatch = new("upload-length-mismatch", 400, Changed);
    public static readonly ProblemCode CredentialRequired = new("credential-required", 401, Changed);
    public static readonly ProblemCode CredentialRefused = new("credential-refused", 401, Changed);
    public static readonly ProblemCode Forbidden = new("forbidden", 403, Never);
    public static readonly ProblemCode NoRole = new("no-role", 403, Never);
    public static readonly ProblemCode NotFound = new("not-found", 404, Never);
    public static readonly ProblemCode MethodNotAllowed = new("method-not-allowed", 405, Never);
    public static readonly ProblemCode RequestTimeout = new("request-timeout", 408, Same);
    public static readonly ProblemCode TransitionNotAllowed = new("transition-not-allowed", 409, Never);
    public static readonly ProblemCode Claimed = new("claimed", 409, Never);
    public static readonly ProblemCode NotClaimable = new("not-claimable", 409, Never);
    public static readonly ProblemCode LastAdmin = new("last-admin", 409, Never);
    public static readonly ProblemCode StaffInactive = new("staff-inactive", 409, Never);
    public static readonly ProblemCode IssuerManaged = new("issuer-managed", 409, Never);
    public static readonly ProblemCode NotADraft = new("not-a-draft", 409, Never);
    public static readonly ProblemCode RuleSetFaulty = new("rule-set-faulty", 409, Changed);
    public static readonly ProblemCode InUse = new("in-use", 409, Never);
    public static readonly ProblemCode Inherited = new("inherited", 409, Never);
    public static readonly ProblemCode CityUnreadable = new("city-unreadable", 409, Never);
    public static readonly ProblemCode RuleSetUnreadable = new("rule-set-unreadable", 409, Changed);
    public static readonly ProblemCode AlreadyHeld = new("already-held", 409, Never);
    public static readonly ProblemCode LegallyHeld = new("legally-held", 409, Never);
    public static readonly ProblemCode NotDisputable = new("not-disputable", 409, Never);
    public static readonly ProblemCode DisputeLimit = new("dispute-limit", 409, Never);
    public static readonly ProblemCode NotSurveyed = new("not-surveyed", 409, Never);
    public static readonly ProblemCode NothingToUndo = new("nothing-to-undo", 409, Never);
    public static readonly ProblemCode UndoOutdated = new("undo-outdated", 409, Never);
    public static readonly ProblemCode IncidentPartlyDone = new("incident-partly-done", 409, Changed);
    public static readonly ProblemCode IncidentUnmoved = new("incident-unmoved", 409, Never);
    public static readonly ProblemCode NoDispute = new("no-dispute", 409, Never);
    public static readonly ProblemCode NoRerouting = new("no-rerouting", 409, Never);
    public static readonly ProblemCode ReroutingOutdated = new("rerouting-outdated", 409, Never);
    public static readonly ProblemCode DeviceInUse = new("device-in-use", 409, Changed);
    public static readonly ProblemCode MoveCodeRefused = new("move-code-refused", 409, Changed);
    public static readonly ProblemCode BulkRefused = new("bulk-refused", 409, Changed);
    public static readonly ProblemCode PhotosNotPublished = new("photos-not-published", 409, Never);
    public static readonly ProblemCode PhotoNotReady = new("photo-not-ready", 409, Same);
    public static readonly ProblemCode UploadOffsetMismatch = new("upload-offset-mismatch", 409, Changed);
    public static readonly ProblemCode UploadCompleted = new("upload-completed", 409, Never);
    public static readonly ProblemCode VersionMismatch = new("version-mismatch", 412, Changed);
    public static readonly ProblemCode TooLarge = new("too-large", 413, Changed);
    public static readonly ProblemCode TooManyPixels = new("too-many-pixels", 413, Changed);
    public static readonly ProblemCode UriTooLong = new("uri-too-long", 414, Changed);
    public static readonly ProblemCode UnsupportedMediaType = new("unsupported-media-type", 415, Changed);
    public static readonly ProblemCode NotAPhoto = new("not-a-photo", 415, Changed);
    public static readonly ProblemCode NotAPart = new("not-a-part", 415, Changed);
    public static readonly ProblemCode NotARequest = new("not-a-request", 422, Never);
    public static readonly ProblemCode KeyReused = new("key-reused", 422, Never);
    public static readonly ProblemCode VersionRequired = new("version-required", 428, Changed);
    public static readonly ProblemCode RateLimited = new("rate-limited", 429, Same);
    public static readonly ProblemCode InternalError = new("internal-error", 500, Same);
    public static readonly ProblemCode Busy = new("busy", 503, Same);
    public static readonly ProblemCode Overloaded = new("overloaded", 503, Same);
    public static readonly ProblemCode DatabaseUnavailable = new("database-unavailable", 503, Same);
    public static readonly ProblemCode IssuerUnavailable = new("issuer-unavailable", 503, Same);
    public static readonly ProblemCode StorageUnavailable = new("storage-unavailable", 503, Same);

    public static readonly string[] Retries = [Same, Changed, Never];

    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        ValidationFailed, UnreadableBody, BadRequest, PhotoUnreadable, UploadLengthMismatch, CredentialRequired, CredentialRefused, Forbidden, NoRole, NotFound,
        MethodNotAllowed, RequestTimeout, TransitionNotAllowed, Claimed, NotClaimable, LastAdmin, StaffInactive, IssuerManaged, NotADraft,
        RuleSetFaulty, RuleSetUnreadable, AlreadyHeld, LegallyHeld, NotDisputable, DisputeLimit, NoDispute, NotSurveyed, NothingToUndo, UndoOutdated,
        IncidentUnmoved, IncidentPartlyDone, NoRerouting, ReroutingOutdated, InUse, Inherited, CityUnreadable, DeviceInUse,
        MoveCodeRefused, BulkRefused, PhotosNotPublished, PhotoNotReady, UploadOffsetMismatch, UploadCompleted, VersionMismatch, TooLarge, TooManyPixels,
        UriTooLong, UnsupportedMediaType, NotAPhoto, NotAPart, NotARequest, KeyReused, VersionRequired, RateLimited, InternalError, Busy, Overloaded,
        DatabaseUnavailable, IssuerUnavailable, StorageUnavailable,
    ];

    public static readonly string[] Codes = [.. All.Select(code => code.Code)];

    /// <summary>The code that stands for a bare status of the framework.</summary>
    public static ProblemCode OfStatus(int status) =>
        status switch
        {
            413 => TooLarge,
            >= 500 => InternalError,
            _ => All.FirstOrDefault(code => code.Status == status && code != ValidationFailed && code != UnreadableBody)
                ?? BadRequest,
        };
}
