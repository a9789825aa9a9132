using Connect311.Api.Databases;

namespace Connect311.Api.Catalog;

/// <summary>
/// A part of one of a city's files. No part is an nvarchar(max): SqlClient 7.1 was seen to lose its place in such
/// values now and then when they cross network packets (ArgumentOutOfRangeException, Babelfish 4.4).
/// </summary>
internal sealed record CityFileRow
{
    public const int PartLength = 4_000;

    public static RowType<CityFileRow> Rows { get; } = new(
        "CityFileRow",
        "files",
        RowColumn<CityFileRow>.Text("Name", 100, row => row.Name),
        RowColumn<CityFileRow>.Int("Version", row => row.Version),
        RowColumn<CityFileRow>.Int("Part", row => row.Part),
        RowColumn<CityFileRow>.Words("Content", PartLength, row => row.Content));

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required int Part { get; init; }

    public required string Content { get; init; }

    /// <summary>The parts of a file.</summary>
    public static IEnumerable<CityFileRow> Split(string name, int version, string text) =>
        PartsOf(text).Select((content, part) => new CityFileRow { Name = name, Version = version, Part = part, Content = content });

    /// <summary>A text in parts. A character of two units stays whole: half of one is no text, and is not kept as it was.</summary>
    public static IEnumerable<string> PartsOf(string text)
    {
        for (int start = 0, length; start < text.Length; start += length)
        {
            length = Math.Min(PartLength, text.Length - start);
            if (length > 1 && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            yield return text.Substring(start, length);
        }
    }

    /// <summary>The texts of whole files, by name.</summary>
    public static Dictionary<string, string> Join(IEnumerable<CityFileRow> rows) => rows
        .GroupBy(row => row.Name)
        .ToDictionary(file => file.Key, file => string.Concat(file.OrderBy(row => row.Part).Select(row => row.Content)));
}
