using Connect311.Api.Catalog;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>How the publishing of a rule set ended.</summary>
internal enum Publication
{
    /// <summary>It is in force.</summary>
    Done,

    /// <summary>It was in force already; nothing was changed.</summary>
    InForce,

    /// <summary>It has errors, or cannot be read.</summary>
    Faulty,

    /// <summary>Somebody changed it, or what is in force, at the same moment.</summary>
    ChangedMeanwhile,
}

/// <summary>Checks rule sets against the city in force, and puts in force those without errors.</summary>
internal sealed class RuleSetPublishing(RuleSetStore ruleSets, CityStore cities, CurrentCity city)
{
    /// <summary>What there is to say about a text; a text of null is one that is lost.</summary>
    public CheckedRuleSet Check(string? text) => text is null
        ? new(null, [new(Severity.Error, null, new Fault("", FaultCodes.Required)) { Line = 1 }])
        : RuleSetChecks.Check(text, CityVocabulary.Of(city.Value));

    /// <summary>Puts a draft in force, or again what was in force before, if it has no errors. Servers notice within seconds.</summary>
    /// <param name="seen">The version as it was seen.</param>
    /// <returns>How it ended, and what the checks found.</returns>
    public async Task<(Publication End, CheckedRuleSet Checked)> PublishAsync(RuleSetVersion seen, Actor actor, CancellationToken cancellationToken)
    {
        // What is put in force after this look fails the write.
        var stored = await cities.FindVersionsAsync(cancellationToken);
        var text = await ruleSets.FindDocumentAsync(seen.Version, cancellationToken);
        var found = Check(text);
        if (seen.IsPublished)
        {
            return (Publication.InForce, found);
        }

        if (!found.IsSound)
        {
            return (Publication.Faulty, found);
        }

        // It was checked against the catalogue that is held here.
        return stored.Catalog == city.Value.Catalog.Version
            && await ruleSets.PublishAsync(seen, stored, actor, cancellationToken)
                ? (Publication.Done, found)
                : (Publication.ChangedMeanwhile, found);
    }
}
