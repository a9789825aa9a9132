using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.Import;

/// <summary>
/// Where the columns of New York's 311 data (NYC Open Data, erm2-nwe9) stand in a file: by the official headings
/// or by the snake_case ones of its API.
/// </summary>
internal sealed class NycColumns
{
    private readonly Dictionary<string, int> _positions;

    private NycColumns(Dictionary<string, int> positions)
    {
        _positions = positions;
        UniqueKey = Required("unique_key");
        Created = Required("created_date");
        Closed = Required("closed_date");
        Agency = Required("agency");
        ComplaintType = Required("complaint_type", "problem_(formerly_complaint_type)");
        Descriptor = Required("descriptor", "problem_detail_(formerly_descriptor)");
        Latitude = Required("latitude");
        Longitude = Required("longitude");
        Status = Optional("status");
        Resolved = Optional("resolution_action_updated_date");
        Address = Optional("incident_address");
        Crossing1 = Optional("intersection_street_1");
        Crossing2 = Optional("intersection_street_2");
    }

    public int UniqueKey { get; }

    public int Created { get; }

    public int Closed { get; }

    public int Agency { get; }

    public int ComplaintType { get; }

    public int Descriptor { get; }

    public int Latitude { get; }

    public int Longitude { get; }

    public int? Status { get; }

    public int? Resolved { get; }

    public int? Address { get; }

    public int? Crossing1 { get; }

    public int? Crossing2 { get; }

    /// <exception cref="UserErrorException">A column is missing that the import cannot do without.</exception>
    public static NycColumns Of(IReadOnlyList<string> headings)
    {
        var positions = new Dictionary<string, int>();
        for (var i = 0; i < headings.Count; i++)
        {
            positions.TryAdd(Normalized(headings[i]), i);
        }

        return new(positions);
    }

    private static string Normalized(string heading) =>
        heading.Trim().Trim('\uFEFF').Replace(' ', '_').ToLowerInvariant();

    private int Required(params string[] names) =>
        Optional(names) ?? throw new UserErrorException(
            $"The file has no column '{names[0]}'. It must be NYC Open Data's 311 CSV, with its heading line.");

    private int? Optional(params string[] names)
    {
        foreach (var name in names)
        {
            if (_positions.TryGetValue(name, out var position))
            {
                return position;
            }
        }

        return null;
    }
}
