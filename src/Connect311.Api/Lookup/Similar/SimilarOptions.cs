using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;

namespace Connect311.Api.Lookup.Similar;

/// <summary>What counts as similar where a service type does not say itself (<c>incidents</c>) when two reports are likely of the same thing.</summary>
internal sealed class SimilarOptions
{
    public const string Section = "Similar";

    /// <summary>So far away at most, in metres. Default 100 (assumed).</summary>
    [Range(1, SameThing.MostMetres)]
    public int Metres { get; init; } = 100;

    /// <summary>So long after the last report at most, in hours. Default 168 (assumed).</summary>
    [Range(1, SameThing.MostHours)]
    public int WindowHours { get; init; } = 168;
}
