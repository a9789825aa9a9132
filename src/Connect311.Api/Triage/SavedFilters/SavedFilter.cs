using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.SavedFilters;

/// <summary>A question to a queue; its members are those of the queue's query.</summary>
internal sealed record SavedFilter
{
    /// <summary>Whose queue: the department's code.</summary>
    [Required, MaxLength(20)]
    public required string Department { get; init; }

    /// <summary>The order: <c>priority</c> (by default), <c>due</c>, <c>age</c> or <c>distance</c>.</summary>
    [MaxLength(20), ExtensibleEnum(typeof(QueueSort))]
    public string? Sort { get; init; }

    /// <summary>Of the point of <c>distance</c>, degrees north.</summary>
    [Range(-90.0, 90.0)]
    public double? Latitude { get; init; }

    /// <summary>Of the point of <c>distance</c>, degrees east.</summary>
    [Range(-180.0, 180.0)]
    public double? Longitude { get; init; }

    /// <summary>A status.</summary>
    [MaxLength(20), ExtensibleEnum(typeof(RequestStatus))]
    public string? Status { get; init; }

    /// <summary>The code of a service type.</summary>
    [MaxLength(100)]
    public string? ServiceType { get; init; }

    /// <summary>The code of a group.</summary>
    [MaxLength(100)]
    public string? Group { get; init; }

    /// <summary>An area, as <c>set:code</c>.</summary>
    [MaxLength(200)]
    public string? Area { get; init; }

    /// <summary>One of the department's queues.</summary>
    [MaxLength(200)]
    public string? Queue { get; init; }

    /// <summary>How it came in.</summary>
    [MaxLength(20), ExtensibleEnum(typeof(Channel))]
    public string? Channel { get; init; }

    /// <summary>Whether it has a photo that can be looked at.</summary>
    public bool? HasPhoto { get; init; }

    /// <summary>Words of the description or the address.</summary>
    [MaxLength(200)]
    public string? Text { get; init; }

    /// <summary><c>me</c>, <c>none</c>, or somebody of the department by id or whole name.</summary>
    [MaxLength(100)]
    public string? Assignee { get; init; }

    /// <summary>Whether it should be done by now.</summary>
    public bool? Overdue { get; init; }

    /// <summary>It will be overdue in so many minutes.</summary>
    [Range(1, QueueQuestions.MostMinutes)]
    public int? DueWithin { get; init; }

    /// <summary>External departments are silent about it.</summary>
    public bool? Silent { get; init; }

    public static SavedFilter Read(JsonElement body, List<Fault> faults)
    {
        var root = new ObjectReader(body, "", faults);
        var filter = new SavedFilter
        {
            Department = root.RequiredText("department", 20),
            Sort = root.Text("sort", 20),
            Latitude = root.Number("latitude", -90, 90),
            Longitude = root.Number("longitude", -180, 180),
            Status = root.Text("status", 20),
            ServiceType = root.Text("serviceType", 100),
            Group = root.Text("group", 100),
            Area = root.Text("area", 200),
            Queue = root.Text("queue", 200),
            Channel = root.Text("channel", 20),
            HasPhoto = root.Has("hasPhoto") ? root.Flag("hasPhoto", byDefault: false) : null,
            Text = root.Text("text", 200),
            Assignee = root.Text("assignee", 100),
            Overdue = root.Has("overdue") ? root.Flag("overdue", byDefault: false) : null,
            DueWithin = root.Whole("dueWithin", 1, QueueQuestions.MostMinutes),
            Silent = root.Has("silent") ? root.Flag("silent", byDefault: false) : null,
        };
        root.End();
        return filter;
    }

    /// <summary>The question as the queue's query has it.</summary>
    public QueueQuery ToQuery() => new()
    {
        Sort = Sort,
        Latitude = Written(Latitude),
        Longitude = Written(Longitude),
        Status = Status,
        ServiceType = ServiceType,
        Group = Group,
        Area = Area,
        Queue = Queue,
        Channel = Channel,
        HasPhoto = Written(HasPhoto),
        Text = Text,
        Assignee = Assignee,
        Overdue = Written(Overdue),
        DueWithin = DueWithin?.ToString(CultureInfo.InvariantCulture),
        Silent = Written(Silent),
    };

    /// <summary>The path of the queue with this query.</summary>
    public string ToPath()
    {
        var query = ToQuery();
        (string Name, string? Value)[] all =
        [
            ("sort", query.Sort), ("latitude", query.Latitude), ("longitude", query.Longitude), ("status", query.Status),
            ("serviceType", query.ServiceType), ("group", query.Group), ("area", query.Area), ("queue", query.Queue),
            ("channel", query.Channel), ("hasPhoto", query.HasPhoto), ("text", query.Text), ("assignee", query.Assignee), ("overdue", query.Overdue),
            ("dueWithin", query.DueWithin), ("silent", query.Silent),
        ];
        return $"/v1/departments/{Uri.EscapeDataString(Department)}/queue"
            + QueryString.Create(all.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Name, one.Value))).Value;
    }

    private static string? Written(double? degrees) => degrees?.ToString("R", CultureInfo.InvariantCulture);

    private static string? Written(bool? flag) => flag is null ? null : flag.Value ? "true" : "false";
}

/// <summary>A filter that a person keeps.</summary>
/// <param name="Name">What the person calls it.</param>
/// <param name="Filter">What it asks for.</param>
/// <param name="Path">Where its answer is: the queue with this filter.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
internal sealed record SavedFilterView(string Name, SavedFilter Filter, string Path, DateTimeOffset UpdatedAt)
{
    public static SavedFilterView Of(SavedFilterRow row)
    {
        var filter = JsonSerializer.Deserialize<SavedFilter>(row.Content, Json.Options)!;
        return new(row.Name, filter, filter.ToPath(), row.UpdatedAt);
    }
}

/// <summary>The filters that a person keeps.</summary>
/// <param name="Items">By name; 50 at most.</param>
internal sealed record SavedFilterList(IReadOnlyList<SavedFilterView> Items);
