using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Commands;

/// <summary>The city in force with another version of its rules.</summary>
internal static class RulesToApply
{
    /// <param name="version">The version; null for the one in force.</param>
    /// <param name="isTrial">Whether nothing is changed: then a draft will do.</param>
    /// <exception cref="UserErrorException">There is no such version, or it cannot be read or applied.</exception>
    public static async Task<City> InAsync(IServiceProvider services, int? version, bool isTrial, CancellationToken cancellationToken)
    {
        var city = services.GetRequiredService<CurrentCity>().Value;
        if (version is null || version == city.Rules.Version)
        {
            return city;
        }

        var cities = services.GetRequiredService<CityStore>();
        var wanted = version.Value;
        var text = await cities.FindRuleSetAsync(wanted, cancellationToken)
            ?? throw new UserErrorException($"There is no rule set of version {wanted}.");
        if (!isTrial && !await cities.WasPublishedAsync(wanted, cancellationToken))
        {
            throw new UserErrorException($"The rule set of version {wanted} was never published: it can be tried, and not be applied.");
        }

        var faults = new List<Fault>();
        using var json = JsonDocument.Parse(text, Json.Reading);
        var requests = city.Catalog.ServiceTypesByCode.Values.Where(type => type.IsRequest).Select(type => (type.Code, (string?)type.Group));
        return RuleSetReader.Read(json.RootElement, faults) is { } document
            ? city with { Rules = RuleSet.Compile(document, wanted, requests) }
            : throw new UserErrorException($"The rule set of version {wanted} cannot be read any more: {faults[0].Field} {Texts.Message(faults[0], Texts.DefaultLanguage)}.");
    }
}
