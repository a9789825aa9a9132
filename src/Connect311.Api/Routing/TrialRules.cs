using Connect311.Api.Catalog;
using Connect311.Api.Routing.RuleSets;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing;

/// <summary>Finds rule sets to be tried out, drafts too.</summary>
internal sealed class TrialRules(RuleSetStore ruleSets, CurrentCity city)
{
    /// <summary>How a look for a rule set ended.</summary>
    internal abstract record Ending
    {
        /// <param name="Json">The document as it is stored.</param>
        internal sealed record Found(RuleSet Rules, string Json) : Ending;

        internal sealed record Unknown : Ending;

        /// <summary>It cannot be read; its faults are named by their places in the document.</summary>
        internal sealed record Unreadable(IReadOnlyList<Fault> Faults) : Ending;
    }

    /// <param name="version">The version; null for the one in force.</param>
    public async Task<Ending> FindAsync(int? version, CancellationToken cancellationToken)
    {
        var now = city.Value;
        var wanted = version ?? now.Rules.Version;
        return await ruleSets.FindAsync(wanted, cancellationToken) is not null
            && await ruleSets.FindDocumentAsync(wanted, cancellationToken) is { } json
            ? Compile(json, wanted, now.Catalog)
            : new Ending.Unknown();
    }

    /// <summary>Compiles a document for the service types of a catalogue. It is not checked: what can be read can be tried.</summary>
    public static Ending Compile(string json, int version, Catalog.Catalog catalog)
    {
        if (JsonText.Parse(json, out var fault, out _) is not { } root)
        {
            return new Ending.Unreadable([fault!]);
        }

        var faults = new List<Fault>();
        return RuleSetReader.Read(root, faults) is { } document
            ? new Ending.Found(RuleSet.Compile(document, version, catalog.Requests), json)
            : new Ending.Unreadable(faults);
    }
}
