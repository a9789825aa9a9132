using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Routing.RuleSets;
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
        if (!isTrial && version is null && city.StandsInFor is { } lost)
        {
            throw new UserErrorException(
                $"Rule set {lost.Version} is in force and cannot be read any more, so nothing is applied. Take back another with 'routing roll-back', or name a --version.");
        }

        if (version is null || version == city.Rules.Version)
        {
            return city;
        }

        var wanted = version.Value;
        var ruleSets = services.GetRequiredService<RuleSetStore>();
        var found = await ruleSets.FindAsync(wanted, cancellationToken);
        if (found is null || await ruleSets.FindDocumentAsync(wanted, cancellationToken) is not { } text)
        {
            throw new UserErrorException($"There is no rule set {wanted}. 'routing list' shows all.");
        }

        if (!isTrial && found.IsDraft)
        {
            throw new UserErrorException($"Rule set {wanted} was never in force: it can be tried, and not be applied.");
        }

        var faults = new List<Fault>();
        return JsonText.Parse(text, out var unreadable, out _) is { } json && RuleSetReader.Read(json, faults) is { } document
            ? city with { Rules = RuleSet.Compile(document, wanted, city.Catalog.Requests) }
            : throw new UserErrorException($"Rule set {wanted} cannot be read any more: {Texts.Message(unreadable ?? faults[0], Texts.DefaultLanguage)}");
    }
}
