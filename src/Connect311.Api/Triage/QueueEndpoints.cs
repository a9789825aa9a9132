using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Claims;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Triage;

internal static class QueueEndpoints
{
    public static void MapQueue(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/departments/{code}/queue", List)
            .WithName("ListQueue")
            .WithTags("Triage")
            .RequireAuthorization(Policies.Queue)
            .Produces<QueuePage>()
            .Refuses(400, 401, 403, 404, 503);

    /// <summary>Lists a department's requests: the open ones first, by priority and due time.</summary>
    /// <remarks>The queue of <c>311</c> is the operators': it also holds every department's reports of danger, and what a missed target shows to the operators (<c>escalated</c>).</remarks>
    /// <param name="code">The department's code, such as <c>DOT</c>.</param>
    internal static async Task<Results<Ok<QueuePage>, ProblemResult>> List(
        string code, HttpContext context, [AsParameters] QueueQuery query, QueueStore store, CurrentCity city, Silence silence)
    {
        var catalog = city.Value.Catalog;
        if (!catalog.Departments.ContainsKey(code))
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var caller = Caller.Of(context.User);
        if (caller.ToQueue(code).Refusal() is { } refused)
        {
            return refused;
        }

        var faults = new List<Fault>();
        var filter = query.ToFilter(code, caller.SeesConfidentialOf(code), city.Value, faults);
        filter = query.Silent == "true" ? silence.Narrow(filter) : filter;
        var limit = PageLimit.Read(query.Limit, faults);
        var from = query.Cursor is null ? QueueCursor.Start : QueueCursor.Read(query.Cursor, filter);
        if (from is null)
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        TrackingNumber? number = null;
        if (query.Number is not null)
        {
            number = NumberInRoute.Read(query.Number, "number", out var refusal);
            faults.AddRange(refusal?.Faults ?? []);
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var (rows, next) = number is { } one
            ? ([.. new[] { await store.FindAsync(one, filter, context.RequestAborted) }.OfType<QueueRow>()], null)
            : await store.PageAsync(filter, from!, limit, context.RequestAborted);
        var language = Languages.Of(context);
        return TypedResults.Ok(new QueuePage(
            [.. rows.Select(row => QueueItem.Of(row, catalog, language))], next?.Write(filter)));
    }
}

/// <summary>What a queue may be asked for.</summary>
internal sealed record QueueQuery
{
    [Description("Only requests with this status.")]
    [FromQuery(Name = "status"), ExtensibleEnum(typeof(RequestStatus))]
    public string? Status { get; init; }

    [Description("Only requests of this service type.")]
    [FromQuery(Name = "serviceType")]
    public string? ServiceType { get; init; }

    [Description("Only requests in this area, as `set:code`, such as `borough:brooklyn`.")]
    [FromQuery(Name = "area")]
    public string? Area { get; init; }

    [Description("Only the department's queue of this name.")]
    [FromQuery(Name = "queue")]
    public string? Queue { get; init; }

    [Description("`true` for what external departments have not acknowledged, and said nothing about, for 24 hours unless the city says otherwise; in the queue of `311`, of all of them.")]
    [FromQuery(Name = "silent")]
    public string? Silent { get; init; }

    [Description("Only the request with this tracking number.")]
    [FromQuery(Name = "number")]
    public string? Number { get; init; }

    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }

    public QueueFilter ToFilter(string department, bool withConfidential, City city, List<Fault> faults)
    {
        if (Status is not null && !RequestStatus.All.Contains(Status))
        {
            faults.Add(new("/status", FaultCodes.UnknownValue, "allowed", string.Join(", ", RequestStatus.All)));
        }

        if (ServiceType is not null && city.Catalog.ServiceTypesByCode.GetValueOrDefault(ServiceType) is not { IsRequest: true })
        {
            faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
        }

        if (Area is not null && !city.AreaSets.SelectMany(set => set.Areas).Any(area => $"{area.Set}:{area.Code}" == Area))
        {
            faults.Add(new("/area", FaultCodes.Undefined, "what", "an area"));
        }

        if (Silent is not (null or "true" or "false"))
        {
            faults.Add(new("/silent", FaultCodes.UnknownValue, "allowed", "true, false"));
        }

        QueryTexts.Check("queue", Queue, faults);
        return new()
        {
            Department = department,
            Queue = Queue,
            Status = Status,
            ServiceType = ServiceType,
            Area = Area,
            WithConfidential = withConfidential,
        };
    }
}

/// <summary>One page of a queue.</summary>
/// <param name="Items">The requests, open ones first, by priority and due time.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record QueuePage(IReadOnlyList<QueueItem> Items, string? NextCursor);

/// <summary>A request as it stands in a queue.</summary>
internal sealed record QueueItem
{
    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>Its quoted form is the ETag that a change must name in If-Match.</summary>
    [Required]
    public required int Version { get; init; }

    /// <summary>The status, as a code.</summary>
    [Required, ExtensibleEnum(typeof(RequestStatus))]
    public required string Status { get; init; }

    /// <summary>Whether work is still to be done; never changes its meaning.</summary>
    [Required]
    public required bool Open { get; init; }

    /// <summary>1 (urgent) to 4.</summary>
    [Required, Range(1, 4)]
    public required int Priority { get; init; }

    /// <summary>Its words speak of danger to life.</summary>
    [Required]
    public required bool Danger { get; init; }

    /// <summary>What it is about.</summary>
    [Required]
    public required Named ServiceType { get; init; }

    /// <summary>Who has it now.</summary>
    [Required]
    public required Named Department { get; init; }

    /// <summary>The department's named queue; null for its general one.</summary>
    [Required]
    public required string? Queue { get; init; }

    /// <summary>How it came in.</summary>
    [Required, ExtensibleEnum(typeof(Channel))]
    public required string Channel { get; init; }

    /// <summary>When the city got it.</summary>
    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the department should say that it has seen it; null without a target, and once it did.</summary>
    [Required]
    public required DateTimeOffset? AcknowledgeDueAt { get; init; }

    /// <summary>When somebody should look at it; null without a target, once somebody did, and while it waits.</summary>
    [Required]
    public required DateTimeOffset? InspectDueAt { get; init; }

    /// <summary>When it should be done; null without a target, and while it waits; what is missed stays so.</summary>
    [Required]
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether it waits for others, so that what is not due yet has no time until it goes on.</summary>
    [Required]
    public required bool Paused { get; init; }

    /// <summary>Whether a missed target shows it to the operators.</summary>
    [Required]
    public required bool Escalated { get; init; }

    /// <summary>What it waits for; null unless it waits.</summary>
    [Required, ExtensibleEnum(typeof(WaitingFor))]
    public required string? WaitingFor { get; init; }

    /// <summary>How often it was opened again.</summary>
    [Required]
    public required int ReopenCount { get; init; }

    /// <summary>What is wrong, in the resident's words.</summary>
    [Required]
    public required string? Description { get; init; }

    /// <summary>The address in words, without the apartment.</summary>
    [Required]
    public required string? Address { get; init; }

    /// <summary>Where it is, by coordinates; null for an unplaced report.</summary>
    [Required]
    public required StaffLocation? Location { get; init; }

    /// <summary>The areas that hold the place, as <c>set:code</c>.</summary>
    [Required]
    public required IReadOnlyList<string> Areas { get; init; }

    public static QueueItem Of(QueueRow row, Catalog.Catalog catalog, string language) => new()
    {
        TrackingNumber = new TrackingNumber(row.Id).ToString(),
        Version = row.Version,
        Status = row.Status,
        Open = RequestStatus.IsOpen(row.Status),
        Priority = row.Priority,
        Danger = row.IsDanger,
        ServiceType = new(row.ServiceType, row.ServiceTypeText ?? catalog.ServiceTypeName(row.ServiceType, language)),
        Department = new(row.Department, catalog.DepartmentName(row.Department, language)),
        Queue = row.Queue,
        Channel = row.Channel,
        ReceivedAt = row.ReceivedAt,
        AcknowledgeDueAt = row.Clocks.ShownAcknowledgeDueAt,
        InspectDueAt = row.Clocks.ShownInspectDueAt,
        DueAt = row.DueAt == Clock.Never ? null : row.DueAt,
        Paused = row.PausedAt is not null,
        Escalated = row.IsEscalated,
        WaitingFor = row.WaitingFor,
        ReopenCount = row.ReopenCount,
        Description = row.Description,
        Address = row.AddressText,
        Location = StaffLocation.Of(row.Latitude, row.Longitude, row.AccuracyMetres, row.LocationSource),
        Areas = AreaList.Codes(row.Areas),
    };
}
