using System.Globalization;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Triage;

namespace Connect311.Benchmarks.Day;

/// <summary>How a closing ends, with the evidence that its outcome needs.</summary>
internal sealed class ClosingWords(DayWorld world, Random random)
{
    private const int FixedPercent = 55;

    /// <summary>One of the outcomes of the type: mostly the first, which is that it was fixed.</summary>
    /// <param name="isFresh">Whether it was never opened again, and nothing repeats it.</param>
    public JsonObject Of(DayReport report, string department, DateTimeOffset receivedAt, bool isFresh)
    {
        var outcomes = world.City.Catalog.ServiceTypesByCode[report.Type.Code].Outcomes
            .Where(code => code is not CatalogWords.NotRecorded and not CatalogWords.NotOurJurisdiction).ToList();
        var code = random.Next(100) < FixedPercent ? outcomes[0] : outcomes[random.Next(outcomes.Count)];
        var outcome = world.City.Catalog.Outcomes[code];
        if (outcome.Needs.Contains(Evidence.DuplicateOf) && (!isFresh || OriginalFor(report, department) is null))
        {
            outcome = world.City.Catalog.Outcomes[outcomes[0]];
        }

        var body = new JsonObject { [StepMember.Outcome] = outcome.Code, [StepMember.Note] = "Seen to." };
        foreach (var member in outcome.Needs.Where(member => member != Evidence.Note))
        {
            body[member] = member switch
            {
                Evidence.VisitedAt => VisitAfter(receivedAt),
                Evidence.Reason => outcome.Reasons[random.Next(outcome.Reasons.Count)].Code,
                Evidence.ReferredTo => "Con Edison",
                Evidence.DuplicateOf => OriginalFor(report, department)!.Number,
                _ => throw new InvalidOperationException($"Nobody knows what {member} is."),
            };
        }

        return body;
    }

    private string VisitAfter(DateTimeOffset receivedAt) =>
        (receivedAt + ((world.Clock.GetUtcNow() - receivedAt) * random.NextDouble())).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The oldest that the department fixed, of a type that anybody may see; it repeats nothing itself, and never will.</summary>
    private DayReport? OriginalFor(DayReport report, string department)
    {
        if (!world.Closed.TryGetValue(department, out var closed) || !closed.TryPeek(out var original) || original == report || original.Type.IsConfidential)
        {
            return null;
        }

        world.Originals[original] = true;
        return original;
    }
}
