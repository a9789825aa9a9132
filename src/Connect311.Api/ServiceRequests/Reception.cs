using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage.Holds;
using Connect311.Routing;

namespace Connect311.Api.ServiceRequests;

/// <summary>
/// Makes a request of a checked submission: place, route, due, first event. Pure but for the number it is given;
/// the intake batch that follows is the only write.
/// </summary>
internal sealed class Reception(Contacts contacts)
{
    /// <param name="submission">Checked by <see cref="SubmissionRules"/>.</param>
    /// <param name="placement">Where it lies.</param>
    /// <param name="origin">Who sent it, when, under which key.</param>
    /// <param name="now">The city that it was checked against.</param>
    public NewRequest Receive(Submission submission, ServiceType type, Placement placement, Origin origin, City now)
    {
        var danger = Urgency.DangerIn(submission, type, now.Catalog, origin.Aside);
        var (decision, priority) = Assessment.Of(submission, type, placement.Areas, (origin.Channel, origin.ReceivedAt), danger, now);

        // Under a hold the operators have it, until one of them has looked; the rule and all else stay as they were decided.
        var department = origin.HoldId is null ? decision.Department : RuleSet.OperatorDepartment;
        var clocks = DueTimes.Of(type, priority, department, origin.ReceivedAt, now.Catalog);
        var data = new SubmittedData
        {
            ServiceType = type.Code,
            Channel = origin.Channel,
            EnteredBy = origin.StaffRole,
            Status = origin.HoldId is null ? RequestStatus.Assigned : RequestStatus.Submitted,
            Department = department,
            Queue = origin.HoldId is null ? decision.Queue : null,
            Priority = priority,
            Rule = decision.Rule,
            RuleSetVersion = decision.RuleSetVersion,
            CatalogVersion = now.Catalog.Version,
            AreasVersion = now.AreasVersion,
            DueAt = clocks.DueAt,
            Clocks = SubmittedData.Short(clocks),
            PossibleDepartments = Assessment.PossibleDepartmentsOf(decision),
            NeedsAnswerTo = decision.NeedsAnswerTo,
            Danger = danger,
            Faults = origin.Faults,
        };
        var contact = Contacts.ContentOf(submission, origin.ContactAside);
        var happened = new NewEvent(EventKind.Submitted, origin.ReceivedAt, NewEvent.Json(data), Details(submission, origin)) { Sealed = SealedOf(contact, origin) };
        var first = EventChain.Append(origin.Number.Id, 1, EventChain.Start, happened);
        var holder = now.Catalog.Departments[department];
        return new(
            RowOf(submission, type, placement, origin, data, first.Hash).With(clocks),
            first,
            data,
            contact is null ? null : contacts.ToRow(origin.Number.Id, submission.Contact, contact),
            OutboxOf(submission, holder, origin),
            origin.HasKey)
        {
            Photos = RequestPhotoRow.Of(origin.Number.Id, submission.Photos, origin.Actor, origin.DeviceId, origin.ReceivedAt),
            Held = origin.HoldId is { } hold ? new(origin.Number.Id, hold) : null,
            Link = origin.DeviceId is { } device ? new(device, origin.Number.Id) : null,
            Device = origin.DeviceId is { } sender ? new(origin.Number.Id, contacts.HashOf(HoldKind.Device, sender)) : null,
            Machine = MayFollow(submission, type, origin, data, holder) ? new(type.Incidents!, happened) : null,
        };
    }

    /// <summary>Whether it may join what it resembles: a machine's report does, unless it speaks of danger, an operator has to look at it, or another system to hear of it.</summary>
    private static bool MayFollow(Submission submission, ServiceType type, Origin origin, SubmittedData data, Department department) =>
        origin.Channel == Channel.Sensor && MayResemble(submission, type) && data.Danger is null && origin.HoldId is null && !department.IsExternal;

    /// <summary>Whether it may be of the same thing as others. What a confidential one says is not compared with anything.</summary>
    private static bool MayResemble(Submission submission, ServiceType type) =>
        type is { Incidents: not null, IsConfidential: false } && submission.Location is not null;

    private RequestRow RowOf(
        Submission submission, ServiceType type, Placement placement, Origin origin, SubmittedData data, string headHash) => new()
        {
            Id = origin.Number.Id,
            KeyHash = origin.KeyHash,
            BodyHash = origin.BodyHash,
            ServiceType = type.Code,
            Visibility = type.Visibility,
            CatalogVersion = data.CatalogVersion,
            Channel = data.Channel,
            Department = data.Department,
            Queue = data.Queue,
            RoutingRule = data.Rule,
            RuleSetVersion = data.RuleSetVersion,
            Status = data.Status,
            Priority = data.Priority,
            IsDanger = data.Danger is not null,
            ReceivedAt = origin.ReceivedAt,
            ReportedAt = submission.ReportedAt is { } reported ? Clock.Truncated(reported) : null,
            Description = submission.Description,
            Answers = JsonOrNull(submission.Answers),
            PhotoIds = JsonOrNull(submission.Photos),
            Latitude = submission.Location?.Latitude,
            Longitude = submission.Location?.Longitude,
            AccuracyMetres = submission.Location?.AccuracyMetres,
            LocationSource = submission.Location?.Source,
            AddressText = submission.Address?.Text,
            Areas = AreaList.Of(placement.Areas ?? []),
            Cell = placement.Cell,
            PublicLatitude = placement.PublicLatitude,
            PublicLongitude = placement.PublicLongitude,
            PublicPlace = placement.PublicPlace,
            Aside = contacts.SealAside(origin.Aside),
            SensorKey = data.Channel == Channel.Sensor ? origin.Actor : null,
            ResemblesId = MayResemble(submission, type) ? 0 : null,
            EventCount = 1,
            HeadHash = headHash,
        };

    /// <summary>What the first event digests but does not hold: free text, place, answers, contact, actor.</summary>
    private static Dictionary<string, string> Details(Submission submission, Origin origin)
    {
        var details = new Dictionary<string, string> { ["actor"] = origin.Actor };
        Add(details, "description", submission.Description);
        Add(details, "location", JsonOrNull(submission.Location));
        Add(details, "address", submission.Address?.Text);
        Add(details, "answers", JsonOrNull(submission.Answers));
        Add(details, "photos", JsonOrNull(submission.Photos));
        return details;
    }

    private static Dictionary<string, string> SealedOf(string? contact, Origin origin)
    {
        var sealedValues = new Dictionary<string, string>();
        Add(sealedValues, "contact", contact);
        Add(sealedValues, "aside", origin.Aside);
        return sealedValues;
    }

    private static List<OutboxRow> OutboxOf(Submission submission, Department department, Origin origin)
    {
        var outbox = new List<OutboxRow>();
        if (submission.Contact?.Notify is { Count: > 0 })
        {
            outbox.Add(new(origin.Number.Id, 1, OutboxKind.Notify, origin.ReceivedAt));
        }

        if (department.IsExternal)
        {
            outbox.Add(new(origin.Number.Id, 1, OutboxKind.Forward, origin.ReceivedAt));
        }

        return outbox;
    }

    private static void Add(Dictionary<string, string> details, string name, string? value)
    {
        if (value is not null)
        {
            details[name] = value;
        }
    }

    /// <summary>A value as columns and details keep it.</summary>
    public static string? JsonOrNull<T>(T? value)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, Json.Options);
}

/// <summary>Who sent a report, when, and under which key.</summary>
internal sealed record Origin
{
    public required TrackingNumber Number { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Channel { get; init; }

    /// <summary>The app key or the member of staff; kept erasable.</summary>
    public required string Actor { get; init; }

    /// <summary>The role of the member of staff who entered it, or null.</summary>
    public string? StaffRole { get; init; }

    public required bool HasKey { get; init; }

    public required string KeyHash { get; init; }

    public required string BodyHash { get; init; }

    /// <summary>Unknown members of the body, as JSON, or null.</summary>
    public string? Aside { get; init; }

    /// <summary>Those of them that belong to the contact; kept with it.</summary>
    public string? ContactAside { get; init; }

    /// <summary>What this catalogue would refuse in a report that was made with another, or null.</summary>
    public IReadOnlyList<NotedFault>? Faults { get; init; }

    /// <summary>The hold under which it comes in, or null.</summary>
    public string? HoldId { get; init; }

    /// <summary>The device from which it comes, or null.</summary>
    public string? DeviceId { get; init; }
}
