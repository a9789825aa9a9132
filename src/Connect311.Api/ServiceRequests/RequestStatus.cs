namespace Connect311.Api.ServiceRequests;

/// <summary>The statuses of a service request, as they are stored and sent.</summary>
internal static class RequestStatus
{
    public const string Submitted = "submitted";
    public const string Assigned = "assigned";
    public const string Acknowledged = "acknowledged";
    public const string InProgress = "in-progress";
    public const string Waiting = "waiting";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    public static readonly string[] All =
        [Submitted, Assigned, Acknowledged, InProgress, Waiting, Closed, Cancelled];

    public static bool IsOpen(string status) => status is not (Closed or Cancelled);
}

/// <summary>Where a report came in; it follows from the credential, never from the body.</summary>
internal static class Channel
{
    public const string Mobile = "mobile";
    public const string Web = "web";
    public const string Phone = "phone";
    public const string Open311 = "open311";
    public const string Sensor = "sensor";
    public const string Import = "import";

    /// <summary>The channels that an app key may have.</summary>
    public static readonly string[] OfApps = [Mobile, Web, Phone, Open311, Sensor];

    public static readonly string[] All = [.. OfApps, Import];
}
