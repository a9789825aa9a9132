using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>How far residents may move what they reported without staff being asked.</summary>
internal sealed class PlaceOptions
{
    public const string Section = "Places";

    /// <summary>
    /// Farther than so many metres, another department gets the report only once staff agree, whatever the rule set's policy. Default 500 (assumed).
    /// </summary>
    [Range(1, 100_000)]
    public int FarMetres { get; init; } = 500;
}
