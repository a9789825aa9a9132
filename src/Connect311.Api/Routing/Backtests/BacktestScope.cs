using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Databases;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing.Backtests;

/// <summary>On which of the stored requests a version of the rule set is to be tried.</summary>
internal sealed record BacktestScope
{
    public const int DefaultExamples = 5;
    public const int MaxExamples = 100;

    private const int MaxTypes = 200;
    private const int MaxCode = 100;
    private const string Family = ".*";

    /// <summary>The version of the rule set, a draft as a rule.</summary>
    [Required, Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>Only requests received then or later; from the first one by default.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only requests received before; to the last one by default.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only requests of these service types, or of all below one (<c>street-light-condition.*</c>); of any by default.</summary>
    [MaxLength(MaxTypes)]
    public IReadOnlyList<string>? ServiceTypes { get; init; }

    /// <summary>Only requests of service types in these groups.</summary>
    [MaxLength(MaxTypes)]
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>How many requests to name for each move from one department to another; 5 by default.</summary>
    [Range(0, MaxExamples)]
    public int? Examples { get; init; }

    /// <summary>The scope as far as it is readable; <paramref name="faults"/> gets everything that is not.</summary>
    public static BacktestScope Read(JsonElement json, Catalog.Catalog catalog, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults);
        root.Require("version");
        var scope = new BacktestScope
        {
            Version = root.Whole("version", 1) ?? 0,
            From = root.Time("from"),
            To = root.Time("to"),
            ServiceTypes = root.TextList("serviceTypes", MaxTypes, MaxCode) is { Count: > 0 } types ? types : null,
            Groups = root.TextList("groups", MaxTypes, MaxCode) is { Count: > 0 } groups ? groups : null,
            Examples = root.Whole("examples", 0, MaxExamples),
        };
        root.End();
        scope.Check(catalog, faults);
        return scope;
    }

    /// <summary>Notes what asks for nothing that there could be.</summary>
    public void Check(Catalog.Catalog catalog, List<Fault> faults)
    {
        if (From is { } from && To is { } to && to <= from)
        {
            faults.Add(new("/to", FaultCodes.TooLow, "minimum", from.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        }

        faults.AddRange((ServiceTypes ?? [])
            .Select((code, i) => (Code: code, Field: $"/serviceTypes/{i}"))
            .Where(type => !catalog.ServiceTypesByCode.Keys.Any(known => IsOf(type.Code, known)))
            .Select(type => new Fault(type.Field, FaultCodes.UnknownServiceType)));
        var groups = catalog.Groups.Select(group => group.Code).ToHashSet();
        faults.AddRange((Groups ?? [])
            .Select((code, i) => (Code: code, Field: $"/groups/{i}"))
            .Where(group => !groups.Contains(group.Code))
            .Select(group => new Fault(group.Field, FaultCodes.UnknownValue, "allowed", string.Join(", ", groups))));
    }

    /// <summary>The first moment that counts, as a statement compares it.</summary>
    [JsonIgnore]
    public DateTimeOffset Since => From is { } from ? Clock.Truncated(from) : DateTimeOffset.MinValue;

    /// <summary>The first moment that counts no more.</summary>
    [JsonIgnore]
    public DateTimeOffset Until => To is { } to ? Clock.Truncated(to) : Clock.Never;

    public static BacktestScope Parse(string json) => JsonSerializer.Deserialize<BacktestScope>(json, Http.Json.Options)!;

    public string ToJson() => JsonSerializer.Serialize(this, Http.Json.Options);

    /// <summary>Whether requests of a service type are asked for; types and groups must both fit.</summary>
    /// <param name="group">The type's group; null where the catalogue has the type no longer.</param>
    public bool IsAbout(string serviceType, string? group) =>
        (ServiceTypes is null || ServiceTypes.Any(code => IsOf(code, serviceType)))
        && (Groups is null || (group is not null && Groups.Contains(group)));

    private static bool IsOf(string asked, string code) => asked == code
        || (asked.EndsWith(Family, StringComparison.Ordinal)
            && code.StartsWith(asked.AsSpan(0, asked.Length - Family.Length), StringComparison.Ordinal)
            && (code.Length == asked.Length - Family.Length || code[asked.Length - Family.Length] == '.'));
}
