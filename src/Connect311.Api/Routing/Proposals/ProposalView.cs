using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Routing.RuleSets;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Routing.Proposals;

/// <summary>What the transfers of some time suggest.</summary>
/// <param name="Days">How many days back transfers count.</param>
/// <param name="Items">The best supported first.</param>
internal sealed record ProposalList(int Days, IReadOnlyList<ProposalView> Items);

/// <summary>A rule that the evidence suggests.</summary>
internal sealed record ProposalView
{
    /// <summary>The evidence in a sentence.</summary>
    [Required]
    public required string Sentence { get; init; }

    /// <summary>What the reports are about.</summary>
    [Required]
    public required Named ServiceType { get; init; }

    /// <summary>Where, as <c>set:code</c>; null for everywhere.</summary>
    [Required]
    public required string? Area { get; init; }

    /// <summary>The id of the rule that sent them.</summary>
    [Required]
    public required string SentByRule { get; init; }

    /// <summary>Where it sent them.</summary>
    [Required]
    public required Named From { get; init; }

    /// <summary>Where staff sent them on to.</summary>
    [Required]
    public required Named To { get; init; }

    /// <summary>How many of them staff sent on there.</summary>
    [Required]
    public required int Support { get; init; }

    /// <summary>Of how many that the rule sent.</summary>
    [Required]
    public required int Of { get; init; }

    /// <summary>The share of them, from 0 to 1.</summary>
    [Required, Range(0, 1)]
    public required double Confidence { get; init; }

    /// <summary>The share that it is at least, by 95 % (Wilson's score interval).</summary>
    [Required, Range(0, 1)]
    public required double ConfidenceAtLeast { get; init; }

    /// <summary>A rule that would send them there, to be put before <c>sentByRule</c> in a draft.</summary>
    [Required]
    public required WrittenRule Rule { get; init; }
}

/// <summary>Says findings in words.</summary>
internal sealed class ProposalWords(City city, string language, int days)
{
    private const int Digits = 3;

    public ProposalView Of(Finding finding)
    {
        var evidence = finding.Evidence;
        return new()
        {
            Sentence = SentenceOf(finding),
            ServiceType = new(evidence.ServiceType, city.Catalog.ServiceTypeName(evidence.ServiceType, language)),
            Area = finding.Area is { } area ? $"{area.Set}:{area.Code}" : null,
            SentByRule = evidence.Rule,
            From = Department(evidence.From),
            To = Department(evidence.To),
            Support = finding.Support,
            Of = finding.Of,
            Confidence = Math.Round(finding.Share, Digits),
            ConfidenceAtLeast = Math.Round(finding.Bound, Digits),
            Rule = RuleOf(finding),
        };
    }

    private Named Department(string code) => new(code, city.Catalog.DepartmentName(code, language));

    private string SentenceOf(Finding finding)
    {
        var values = new Dictionary<string, string>
        {
            ["support"] = finding.Support.ToString(CultureInfo.InvariantCulture),
            ["of"] = finding.Of.ToString(CultureInfo.InvariantCulture),
            ["serviceType"] = city.Catalog.ServiceTypeName(finding.Evidence.ServiceType, language),
            ["from"] = finding.Evidence.From,
            ["to"] = finding.Evidence.To,
            ["days"] = days.ToString(CultureInfo.InvariantCulture),
        };
        if (finding.Area is not { } area)
        {
            return Texts.Routing("proposal", values, language);
        }

        values["area"] = city.AreaNames.GetValueOrDefault(area, $"{area.Set} {area.Code}");
        return Texts.Routing("proposal-in-area", values, language);
    }

    /// <summary>As the language of rules has it; the sentence for residents is the city's to write.</summary>
    private WrittenRule RuleOf(Finding finding)
    {
        var when = new Dictionary<string, JsonElement> { ["serviceTypes"] = Json(new[] { finding.Evidence.ServiceType }) };
        var id = $"{finding.Evidence.ServiceType}-to-{finding.Evidence.To.ToLowerInvariant()}";
        if (finding.Area is { } area)
        {
            when["areas"] = Json(new Dictionary<string, string[]> { [area.Set] = [area.Code] });
            id = $"{id}-in-{area.Code.ToLowerInvariant()}";
        }

        return new()
        {
            Id = id,
            When = when,
            Assign = new() { Department = finding.Evidence.To },
            Reason = new Dictionary<string, string> { ["en"] = $"{city.Catalog.DepartmentName(finding.Evidence.To, Texts.DefaultLanguage)} takes care of these reports here." },
        };
    }

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
