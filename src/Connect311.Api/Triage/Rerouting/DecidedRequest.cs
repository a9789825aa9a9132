using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>A request with the newest event that says what was decided about it.</summary>
/// <param name="Row">As it was read.</param>
/// <param name="Decided">The data of that event; a <see cref="RevisedData"/> for all but the first.</param>
/// <param name="Number">The number of that event.</param>
internal sealed record DecidedRequest(StaffRow Row, SubmittedData Decided, int Number)
{
    private RevisedData? Revised => Decided as RevisedData;

    /// <summary>Where it is, and by which rule.</summary>
    public Routed Held { get; } = Routed.Of(Decided) with { Department = Row.Department, Queue = Row.Queue, Priority = Row.Priority };

    /// <summary>Where the rules would have it, while staff have not decided; else null.</summary>
    public Routed? Proposed => Row.ProposedDepartment is null ? null : Revised?.Proposed;

    public int DecidedAt => Revised?.DecidedAt ?? 1;

    public string RulesSay => Revised?.RulesSay ?? Decided.Department;

    /// <summary>
    /// Whether staff, and not the rules, chose who holds it: they moved it, or dismissed where the rules would have it.
    /// </summary>
    public bool IsHeldByStaff => Proposed is null && RulesSay != Row.Department;

    public string VisibilityAtIntake => Revised?.VisibilityAtIntake ?? Row.Visibility;

    public int? AreasVersion => Decided.AreasVersion;

    /// <summary>Whether it came with a place of which only the areas are left, and what was published.</summary>
    public bool IsPlaceErased => Row is { Latitude: null, PublicPlace: not null };

    /// <summary>What the report says, as far as it can be corrected or rules look at it.</summary>
    public Submission Said => new()
    {
        ServiceType = Row.ServiceType,
        Description = Row.Description,
        Location = Row is { Latitude: { } latitude, Longitude: { } longitude }
            ? new() { Latitude = latitude, Longitude = longitude, AccuracyMetres = Row.AccuracyMetres, Source = Row.LocationSource }
            : null,
        Address = Row.AddressText is { } text ? new() { Text = text } : null,
        Answers = Row.Answers is null ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Row.Answers),
        ReportedAt = Row.ReportedAt,
    };

    /// <summary>Where it lies by the areas in force; where its exact place was erased, by those that it was found in last.</summary>
    /// <param name="type">The service type that it then has.</param>
    public Placement PlacementFor(ServiceType type, City now) =>
        Row is { Latitude: { } latitude, Longitude: { } longitude } ? Placement.Anywhere(latitude, longitude, type, now.AreaSets)
        : IsPlaceErased ? RestFor(type, now)
        : Placement.Unplaced;

    /// <summary>A type that publishes areas alone takes the rounded place away; none brings a more exact one back.</summary>
    private Placement RestFor(ServiceType type, City now)
    {
        var areas = AreaList.Hits(Row.Areas, now);
        return type.PublicPlace == CatalogWords.Area
            ? new(areas, null, null, null, CatalogWords.Area)
            : new(areas, null, Row.PublicLatitude, Row.PublicLongitude, Row.PublicPlace);
    }
}
