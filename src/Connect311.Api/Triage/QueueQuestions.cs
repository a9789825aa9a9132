using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.People;
using Connect311.Api.Triage.Claims;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage;

/// <summary>Understands what is asked of a queue, by the words of the city and within the scope of the caller.</summary>
internal sealed class QueueQuestions(CurrentCity city, DepartmentPeople people, Silence silence, TimeProvider time)
{
    /// <summary>A year.</summary>
    public const int MostMinutes = 525_600;

    private const string Me = "me";
    private const string Nobody = "none";

    /// <summary>The filter of a query; null where the queue is not the caller's. Whatever is wrong with the query is noted.</summary>
    public async Task<(QueueFilter? Filter, ProblemResult? Refusal)> ReadAsync(
        string department, QueueQuery query, List<Fault> faults, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        if (Refuse(department, caller) is { } refusal)
        {
            return (null, refusal);
        }

        var filter = Narrowed(department, query, caller, faults) with
        {
            Sort = SortOf(query, faults),
            Near = PointOf(query, faults),
            Text = TextOf(query.Text, faults),
            HasPhoto = FlagOf("hasPhoto", query.HasPhoto, faults),
            Overdue = FlagOf("overdue", query.Overdue, faults),
            DueWithin = MinutesOf(query.DueWithin, faults),
            Now = time.Now(),
        };
        filter = await WithAssigneeAsync(filter, query.Assignee, caller, faults, context.RequestAborted);
        filter = FlagOf("silent", query.Silent, faults) == true ? silence.Narrow(filter) : filter;
        if (filter is { IsOfOpenWork: true, Status: { } status } && RequestStatus.All.Contains(status) && !RequestStatus.IsOpen(status))
        {
            faults.Add(new("/status", FaultCodes.NotWith, "what", WhatIsOpen(query)));
        }

        return (filter, null);
    }

    /// <summary>The filter of a query of which the next request is taken.</summary>
    /// <inheritdoc cref="ReadAsync" path="/returns"/>
    public (QueueFilter? Filter, ProblemResult? Refusal) ReadNext(string department, QueueQuery query, List<Fault> faults, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        return Refuse(department, caller) is { } refusal ? (null, refusal) : (Narrowed(department, query, caller, faults), null);
    }

    private ProblemResult? Refuse(string department, Caller caller) => city.Value.Catalog.Departments.ContainsKey(department)
        ? caller.ToQueue(department).Refusal()
        : new(ProblemCode.NotFound);

    /// <summary>By what the catalogue and the city's areas name.</summary>
    private QueueFilter Narrowed(string department, QueueFilterQuery query, Caller caller, List<Fault> faults)
    {
        var catalog = city.Value.Catalog;
        AllowOnly("status", query.Status, RequestStatus.All, faults);
        AllowOnly("channel", query.Channel, Channel.All, faults);
        if (query.ServiceType is { } type && catalog.ServiceTypesByCode.GetValueOrDefault(type) is not { IsRequest: true })
        {
            faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
        }

        if (query.Group is { } group && catalog.Groups.All(known => known.Code != group))
        {
            faults.Add(new("/group", FaultCodes.Undefined, "what", "a group"));
        }

        if (query.Area is { } wanted && !city.Value.AreaSets.SelectMany(set => set.Areas).Any(area => $"{area.Set}:{area.Code}" == wanted))
        {
            faults.Add(new("/area", FaultCodes.Undefined, "what", "an area"));
        }

        QueryTexts.Check("queue", query.Queue, faults);
        return new()
        {
            Department = department,
            Queue = query.Queue,
            Status = query.Status,
            ServiceType = query.ServiceType,
            ServiceTypes = query.Group is null ? null : [.. catalog.ServiceTypes.Where(one => one.Group == query.Group).Select(one => one.Code)],
            Area = query.Area,
            Channel = query.Channel,
            WithConfidential = caller.SeesConfidentialOf(department),
        };
    }

    /// <summary>Somebody who left is known by id, so that what that person still has in hand is found.</summary>
    private async Task<QueueFilter> WithAssigneeAsync(
        QueueFilter filter, string? text, Caller caller, List<Fault> faults, CancellationToken cancellationToken)
    {
        var before = faults.Count;
        QueryTexts.Check("assignee", text, faults);
        switch (text)
        {
            case null:
            case var _ when faults.Count > before:
                return filter;
            case Me:
                return filter with { Assignee = caller.Id };
            case Nobody:
                return filter with { IsUnclaimed = true };
            case { } id when Creation.IsId(id):
                return filter with { Assignee = id };
        }

        var (person, fault) = await people.FindAsync(text, filter.Department, cancellationToken);
        if (fault is not null)
        {
            faults.Add(fault);
        }

        return filter with { Assignee = person?.Id };
    }

    private static string SortOf(QueueQuery query, List<Fault> faults)
    {
        AllowOnly("sort", query.Sort, QueueSort.All, faults);
        return query.Sort ?? QueueSort.Priority;
    }

    private static (double Latitude, double Longitude)? PointOf(QueueQuery query, List<Fault> faults)
    {
        (string Name, string? Text, double Most)[] degrees = [("latitude", query.Latitude, 90), ("longitude", query.Longitude, 180)];
        foreach (var (name, text, most) in degrees)
        {
            if (query.Sort != QueueSort.Distance && text is not null)
            {
                faults.Add(new($"/{name}", FaultCodes.NotWith, "what", $"sort={query.Sort ?? QueueSort.Priority}"));
            }
            else if (query.Sort == QueueSort.Distance && text is null)
            {
                faults.Add(new($"/{name}", FaultCodes.Required));
            }
            else if (text is not null && DegreesOf(text, most) is null)
            {
                faults.Add(new($"/{name}", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = -most, ["maximum"] = most }));
            }
        }

        return DegreesOf(query.Latitude, 90) is { } latitude && DegreesOf(query.Longitude, 180) is { } longitude ? (latitude, longitude) : null;
    }

    private static double? DegreesOf(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;

    private static string? TextOf(string? text, List<Fault> faults)
    {
        QueryTexts.Check("text", text, faults);
        if (text is "")
        {
            faults.Add(new("/text", FaultCodes.Required));
        }

        return text;
    }

    private static int? MinutesOf(string? text, List<Fault> faults)
    {
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= MostMinutes)
        {
            return minutes;
        }

        faults.Add(new("/dueWithin", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = 1, ["maximum"] = MostMinutes }));
        return null;
    }

    private static bool? FlagOf(string name, string? text, List<Fault> faults)
    {
        AllowOnly(name, text, ["true", "false"], faults);
        return text is null ? null : text == "true";
    }

    private static void AllowOnly(string name, string? text, string[] allowed, List<Fault> faults)
    {
        if (text is not null && !allowed.Contains(text))
        {
            faults.Add(new($"/{name}", FaultCodes.UnknownValue, "allowed", string.Join(", ", allowed)));
        }
    }

    /// <summary>The first of what asks for open work alone.</summary>
    private static string WhatIsOpen(QueueQuery query) =>
        query.Text is not null ? "text"
        : query.Assignee is not null ? "assignee"
        : query.Overdue is not null ? "overdue"
        : query.DueWithin is not null ? "dueWithin"
        : query.Silent is not null ? "silent"
        : query.HasPhoto is not null ? "hasPhoto"
        : $"sort={query.Sort}";
}
