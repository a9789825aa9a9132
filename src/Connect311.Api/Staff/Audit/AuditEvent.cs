namespace Connect311.Api.Staff.Audit;

/// <summary>What is audited: every administrative act, and every reading of a contact.</summary>
internal static class AuditAction
{
    public const string AddStaff = "add-staff";
    public const string ChangeStaff = "change-staff";
    public const string DeactivateStaff = "deactivate-staff";
    public const string ReactivateStaff = "reactivate-staff";
    public const string CreateToken = "create-token";
    public const string RevokeToken = "revoke-token";
    public const string CreateKey = "create-key";
    public const string RevokeKey = "revoke-key";
    public const string LoadCatalog = "load-catalog";
    public const string AddDepartment = "add-department";
    public const string ChangeDepartment = "change-department";
    public const string ActivateDepartment = "activate-department";
    public const string DeactivateDepartment = "deactivate-department";
    public const string AddGroup = "add-group";
    public const string ChangeGroup = "change-group";
    public const string ActivateGroup = "activate-group";
    public const string DeactivateGroup = "deactivate-group";
    public const string AddServiceType = "add-service-type";
    public const string ChangeServiceType = "change-service-type";
    public const string ActivateServiceType = "activate-service-type";
    public const string DeactivateServiceType = "deactivate-service-type";
    public const string PutQuestion = "put-question";
    public const string DeleteQuestion = "delete-question";
    public const string ImportAreas = "import-areas";
    public const string RemoveAreas = "remove-areas";
    public const string CreateRuleSet = "create-rule-set";
    public const string ChangeRuleSet = "change-rule-set";
    public const string DiscardRuleSet = "discard-rule-set";
    public const string PublishRuleSet = "publish-rule-set";
    public const string StartBacktest = "start-backtest";
    public const string CancelBacktest = "cancel-backtest";
    public const string ReapplyRouting = "reapply-routing";
    public const string ReadContact = "read-contact";
    public const string ExportRecord = "export-record";
    public const string RunRetention = "run-retention";
    public const string AddHold = "add-hold";
    public const string EndHold = "end-hold";
    public const string ClearHold = "clear-hold";
    public const string ReadHold = "read-hold";
    public const string RevokeDevice = "revoke-device";
    public const string ReplayDelivery = "replay-delivery";
    public const string ReplayForward = "replay-forward";
}

/// <summary>How an audited act ended.</summary>
internal static class AuditOutcome
{
    public const string Done = "done";

    /// <summary>A rule or the caller's scope stood against it; nothing was changed or read.</summary>
    public const string Refused = "refused";
}

/// <summary>Who does something that is audited: a member of staff by id, the command line, or the issuer of sign-ins.</summary>
/// <param name="Role">The role in which it is done; the command line and the issuer are their own.</param>
internal sealed record Actor(string Id, string Role)
{
    public static readonly Actor CommandLine = new("command-line", "command-line");

    public static readonly Actor Issuer = new("issuer", "issuer");

    /// <summary>All roles in which something can be done.</summary>
    public static readonly string[] Roles = [.. Staff.Role.OfStaff, Staff.Role.Department, CommandLine.Role, Issuer.Role];
}

/// <summary>One line of the audit: codes and ids alone, nothing personal. It is never changed or deleted.</summary>
internal sealed record AuditEvent
{
    /// <summary>The place in the order of commits; given when it is stored.</summary>
    public long Position { get; init; }

    /// <summary>Made before the insert, so that a write that is tried again is known as done.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required string ActorRole { get; init; }

    /// <summary>See <see cref="AuditAction"/>.</summary>
    public required string Action { get; init; }

    /// <summary>On what, as <c>kind:id</c>, such as <c>service-request:311-10000008</c>.</summary>
    public required string Target { get; init; }

    /// <summary>See <see cref="AuditOutcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Codes that belong to it, such as the role that was given, as a JSON object of texts; or null.</summary>
    public string? Details { get; init; }
}

/// <summary>The kinds of targets, and how one is named.</summary>
internal static class AuditTarget
{
    public const string Retention = "retention:run";

    public static string Staff(string id) => $"staff:{id}";

    public static string Token(string id) => $"token:{id}";

    public static string Key(string id) => $"key:{id}";

    public static string Catalog(int version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"catalog:{version}");

    public static string RuleSet(int version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"rule-set:{version}");

    public static string Areas(string set, int version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"areas:{set}:{version}");

    public static string Backtest(string id) => $"backtest:{id}";

    public static string Hold(string id) => $"hold:{id}";

    public static string Device(string id) => $"device:{id}";

    public static string Delivery(string id) => $"delivery:{id}";

    public static string Forward(string id) => $"forward:{id}";

    public static string ServiceRequest(ServiceRequests.TrackingNumber number) => $"service-request:{number}";
}
