using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Open311;

/// <summary>How the Open311 face presents itself.</summary>
internal sealed partial class Open311Options : IValidatableObject
{
    public const string Section = "Open311";

    public const string Production = "production";
    public const string Test = "test";

    /// <summary>Whom to write to about this server; by default the name of the city.</summary>
    public string? Contact { get; init; }

    /// <summary>How to get an app key; by default that the city gives them.</summary>
    public string? KeyService { get; init; }

    /// <summary><c>production</c> or <c>test</c>. Default production.</summary>
    [AllowedValues(Production, Test)]
    public string Type { get; init; } = Production;

    /// <summary>What a phone number of ten digits begins with that says no country. Default +1.</summary>
    [RegularExpression(@"^\+[1-9][0-9]{0,2}$")]
    public string PhonePrefix { get; init; } = "+1";

    /// <summary>The jurisdictions that are served. With none or one of them <c>jurisdiction_id</c> is not looked at.</summary>
    public IReadOnlyList<Jurisdiction> Jurisdictions { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Jurisdictions.Any(one => !Id().IsMatch(one.Id) || one.Area is { } area && !AreaList.IsArea(area)))
        {
            yield return new("Open311:Jurisdictions: each needs an Id such as example.gov; its Area, where it has one, is set:code.");
        }

        if (Jurisdictions.Select(one => one.Id).Distinct().Count() < Jurisdictions.Count)
        {
            yield return new("Open311:Jurisdictions has the same Id twice.");
        }
    }

    [GeneratedRegex(@"^[\x21-\x2B\x2D-\x7E]{1,100}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}

/// <summary>A part of what is served that callers name by <c>jurisdiction_id</c>.</summary>
internal sealed record Jurisdiction
{
    /// <summary>As a rule the city's web site without www, such as <c>example.gov</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The area (<c>set:code</c>) in which its requests lie; null for anywhere.</summary>
    public string? Area { get; init; }

    /// <summary>The departments that its requests are with; empty for all.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>The departments as statements take them: a JSON array; null for all.</summary>
    public string? DepartmentsJson => Departments.Count == 0 ? null : JsonSerializer.Serialize(Departments, Json.Options);

    /// <summary>The area as statements take it; null for anywhere.</summary>
    public string? AreaPattern => Area is { } area ? AreaList.Pattern(area) : null;
}
