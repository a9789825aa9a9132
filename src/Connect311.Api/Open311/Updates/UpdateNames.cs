namespace Connect311.Api.Open311.Updates;

/// <summary>The names that updates have on the wire.</summary>
internal static class UpdateNames
{
    public const string Method = "servicerequestupdates";
    public const string Id = "update_id";
    public const string Request = "service_request_id";
    public const string Status = "status";
    public const string At = "updated_datetime";
    public const string Description = "description";
    public const string Media = "media_url";

    /// <summary>The system's own word for it; ours: the outcome, or what the work waits for.</summary>
    public const string ExternalStatus = "external_status_code";

    public const string Extras = "extras";
    public const string VisitedAt = "visited_datetime";
    public const string DuplicateOf = "duplicate_of";
    public const string Reason = "reason";
    public const string ReferredTo = "referred_to";
}
