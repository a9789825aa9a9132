using Connect311.Routing.Conditions;

namespace Connect311.Routing.Checks;

/// <summary>The worlds of service types that rules can be looked at in.</summary>
internal sealed class RuleWorlds
{
    private readonly IReadOnlyList<RoutingRule> _rules;
    private readonly Vocabulary _words;
    private readonly Patience _patience;
    private readonly TypeNames _names;
    private readonly TypeIndex _index;
    private readonly int[] _everyType;
    private readonly string[] _asked;

    public RuleWorlds(RuleSetDocument document, Vocabulary words, Patience patience)
    {
        (_rules, _words, _patience) = (document.Rules, words, patience);
        (string, string?)[] types = [.. words.ServiceTypes.Select(type => (type.Code, type.Group))];
        _names = new(types);
        _index = new(document.Rules, types);
        _everyType = [.. Enumerable.Range(0, types.Length)];
        var questions = document.Rules.SelectMany(rule => rule.When).SelectMany(condition => condition.AndParts())
            .Select(condition => (condition as AnswerCondition)?.Question ?? (condition as NeedsCondition)?.Question)
            .OfType<string>().ToHashSet();
        _asked = [.. words.ServiceTypes.Select(type => Asked(type, questions))];
    }

    /// <summary>The rules of each type as a decision goes through them; types that are alike, by their numbers, together.</summary>
    public IEnumerable<(Candidate[] Candidates, int[] Types)> All()
    {
        var byType = _index.ByType();
        return _everyType
            .GroupBy(type => (Rules: byType[_words.ServiceTypes[type].Code], Asked: _asked[type]))
            .Select(alike => (alike.Key.Rules, alike.ToArray()));
    }

    /// <summary>The world of a type with some of its rules.</summary>
    public TypeWorld Of(Candidate[] candidates, int type) => new(candidates, _words.ServiceTypes[type], _words, _patience);

    public string CodeOf(int type) => _words.ServiceTypes[type].Code;

    /// <summary>The numbers of the types that a rule is for.</summary>
    /// <param name="rule">The number of the rule.</param>
    public IEnumerable<int> TypesOf(int rule) =>
        (_names.Admitted(_rules[rule].OnType) ?? (IEnumerable<int>)_everyType).Where(type => _index.CandidateOf(rule, type) is not null);

    /// <summary>Whether a condition inside a rule fails for every type that the rule is for, whatever else the report says.</summary>
    /// <param name="rule">The number of the rule.</param>
    /// <param name="inner">A condition of it.</param>
    public bool IsClosed(int rule, Condition inner)
    {
        foreach (var type in TypesOf(rule))
        {
            _patience.Look(Patience.LooksOfMaking);
            if (_patience.IsSpent || Reduction.Of([inner], _words.ServiceTypes[type].Code, _words.ServiceTypes[type].Group) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Worlds in which a rule is the only one, for the types that it is for.</summary>
    /// <param name="rule">The number of the rule.</param>
    public IEnumerable<(Candidate Candidate, TypeWorld World)> Alone(int rule) =>
        TypesOf(rule)
            .Select(type => (Candidate: _index.CandidateOf(rule, type)!, Type: type))
            .DistinctBy(place => (place.Candidate, _asked[place.Type]))
            .Select(place => (place.Candidate, Of([place.Candidate], place.Type)));

    /// <summary>What tells the questions of a type from those of another, for the questions that rules look at.</summary>
    private static string Asked(KnownServiceType type, HashSet<string> questions) => string.Join(
        '\n',
        type.Questions.Where(question => questions.Contains(question.Code))
            .Select(question => $"{question.Code} {question.Kind} {question.Minimum} {question.Maximum} {string.Join(',', question.Choices)}")
            .Order(StringComparer.Ordinal));
}
