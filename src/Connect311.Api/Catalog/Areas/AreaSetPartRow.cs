using Connect311.Api.Databases;

namespace Connect311.Api.Catalog.Areas;

/// <summary>A part of an imported area set; as for a <see cref="CityFileRow"/>, none is an nvarchar(max).</summary>
internal sealed record AreaSetPartRow
{
    public static RowType<AreaSetPartRow> Rows { get; } = new(
        "AreaSetPartRow",
        "parts",
        RowColumn<AreaSetPartRow>.Int("Version", row => row.Version),
        RowColumn<AreaSetPartRow>.Int("Part", row => row.Part),
        RowColumn<AreaSetPartRow>.Words("Content", CityFileRow.PartLength, row => row.Content));

    /// <summary>The set that it is a part of; not a column of its own.</summary>
    public string Name { get; init; } = "";

    public required int Version { get; init; }

    public required int Part { get; init; }

    public required string Content { get; init; }

    public static IEnumerable<AreaSetPartRow> Split(string set, int version, string json) =>
        CityFileRow.PartsOf(json).Select((content, part) => new AreaSetPartRow { Name = set, Version = version, Part = part, Content = content });

    /// <summary>The documents of whole sets, by name.</summary>
    public static Dictionary<string, string> Join(IEnumerable<AreaSetPartRow> rows) => rows
        .GroupBy(row => row.Name)
        .ToDictionary(set => set.Key, set => string.Concat(set.OrderBy(row => row.Part).Select(row => row.Content)));
}
