using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Catalog;

/// <summary>Where a new database takes its city from.</summary>
internal sealed class CityOptions
{
    public const string Section = "City";

    /// <summary>A folder with a city's files; default: New York's, which come with the program. Read only while the database has none.</summary>
    [Required]
    public string Folder { get; init; } = Path.Combine(AppContext.BaseDirectory, "seed", "nyc");
}
