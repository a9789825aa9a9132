using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Triage;

/// <summary>What narrows a queue, as it is sent.</summary>
internal record QueueFilterQuery
{
    [Description("Only requests with this status.")]
    [FromQuery(Name = "status"), ExtensibleEnum(typeof(RequestStatus))]
    public string? Status { get; init; }

    [Description("Only requests of this service type.")]
    [FromQuery(Name = "serviceType")]
    public string? ServiceType { get; init; }

    [Description("Only requests of the service types of this group, as the catalogue now has them.")]
    [FromQuery(Name = "group")]
    public string? Group { get; init; }

    [Description("Only requests in this area, as `set:code`, such as `borough:brooklyn`.")]
    [FromQuery(Name = "area")]
    public string? Area { get; init; }

    [Description("Only the department's queue of this name.")]
    [FromQuery(Name = "queue")]
    public string? Queue { get; init; }

    [Description("Only requests that came in this way.")]
    [FromQuery(Name = "channel"), ExtensibleEnum(typeof(Channel))]
    public string? Channel { get; init; }

    [Description("`true` for open requests that have a photo which can be looked at, `false` for those that have none.")]
    [FromQuery(Name = "hasPhoto")]
    public string? HasPhoto { get; init; }

    [Description("Only open requests whose description or address holds these words.")]
    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    [Description("Only what somebody has in hand: `me`, the id or the whole name of somebody of the department; or `none` for what nobody has.")]
    [FromQuery(Name = "assignee")]
    public string? Assignee { get; init; }

    [Description("`true` for open requests that should be done by now, `false` for those that need not be yet.")]
    [FromQuery(Name = "overdue")]
    public string? Overdue { get; init; }

    [Description("Only open requests that are not overdue, and will be in so many minutes: from 1 to 525600.")]
    [FromQuery(Name = "dueWithin"), Range(1, QueueQuestions.MostMinutes)]
    public string? DueWithin { get; init; }

    [Description("`true` for what external departments have not acknowledged, and said nothing about, for 24 hours unless the city says otherwise; in the queue of `311`, of all of them.")]
    [FromQuery(Name = "silent")]
    public string? Silent { get; init; }
}

/// <summary>What a queue may be asked for.</summary>
internal sealed record QueueQuery : QueueFilterQuery
{
    public QueueQuery()
    {
    }

    private QueueQuery(QueueFilterQuery filter)
        : base(filter)
    {
    }

    [Description("The order: `priority` (by default), `due`, `age` (the oldest first) or `distance` from a point.")]
    [FromQuery(Name = "sort"), ExtensibleEnum(typeof(QueueSort))]
    public string? Sort { get; init; }

    [Description("Of the point, for `sort=distance`: degrees north.")]
    [FromQuery(Name = "latitude"), Range(-90.0, 90.0)]
    public string? Latitude { get; init; }

    [Description("Of the point, for `sort=distance`: degrees east.")]
    [FromQuery(Name = "longitude"), Range(-180.0, 180.0)]
    public string? Longitude { get; init; }

    [Description("Only the request with this tracking number.")]
    [FromQuery(Name = "number")]
    public string? Number { get; init; }

    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }

    public static QueueQuery Of(QueueFilterQuery filter) => new(filter);
}
