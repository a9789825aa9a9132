using Connect311.Routing.Areas;
using Connect311.Routing.Conditions;

namespace Connect311.Routing;

/// <content>Decisions with all that was looked at.</content>
public sealed partial class RuleSet
{
    /// <summary>Decides as <see cref="Decide(RoutingInput)"/> does, and says what was looked at, in order, and why each rule before the winner lost.</summary>
    public Explanation Explain(RoutingInput input)
    {
        var considered = new List<ConsideredRule>();
        var report = new Situation(input, input.Areas, _document.TimeZone);
        foreach (var candidate in ConsideredAt(input, input.Areas))
        {
            var verdict = AllCondition.Check(candidate.Rest, ref report, out var decisive);
            considered.Add(ConsideredRule.Of(_decisions[candidate.Index], verdict, decisive, ref report));
        }

        report.Dispose();
        var places = input is { Areas: not null, PossiblePlaces: { } possible } ? possible : [];
        var asked = AskedBy(ConsideredAt(input, input.Areas));
        var askedElsewhere = places.SelectMany(place => AskedBy(ConsideredAt(input, place.Areas)));
        return new(
            Decide(input),
            ExplainedInput.Of(input, _document.TimeZone, asked),
            considered,
            asked.Concat(askedElsewhere).Select(SubjectOf).OfType<string>().ToHashSet(),
            [.. places.Select(place => ExplainedPlace.Of(place, DecideAt(input, place.Areas)))]);
    }

    /// <summary>The rules that are gone through, as far as the one that ends the search.</summary>
    private List<Candidate> ConsideredAt(RoutingInput input, IReadOnlyList<AreaHit>? areas)
    {
        var considered = new List<Candidate>();
        var report = new Situation(input, areas, _document.TimeZone);
        foreach (var candidate in CandidatesOf(input))
        {
            considered.Add(candidate);
            if (AllCondition.Check(candidate.Rest, ref report, out _) != Verdict.Fails)
            {
                break;
            }
        }

        report.Dispose();
        return considered;
    }

    private static List<Condition> AskedBy(IEnumerable<Candidate> candidates) =>
        [.. candidates.SelectMany(candidate => candidate.Rest).SelectMany(condition => condition.AndParts())];

    private static string? SubjectOf(Condition condition) => condition switch
    {
        AreaCondition => RuleSubject.Place,
        AnswerCondition or NeedsCondition => RuleSubject.Answers,
        WordsCondition => RuleSubject.Description,
        _ => null,
    };
}
