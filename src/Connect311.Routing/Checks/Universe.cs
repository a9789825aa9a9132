using Connect311.Routing.Conditions;

namespace Connect311.Routing.Checks;

/// <summary>
/// The reports of one service type, as far as the conditions of its rules can tell them apart: variables with a few
/// values each, and what every condition claims of them when it holds and when it fails. What a variable leaves out
/// (that words exclude each other, that a place in one area is in another) makes more reports possible than there
/// are, never fewer.
/// </summary>
internal sealed class Universe
{
    /// <summary>With more phrases it is not looked at which of them hold others.</summary>
    private const int MaxRelatedPhrases = 100;

    /// <summary>With more comparisons of answers it is not looked at how the conditions on a question hang together.</summary>
    private const int MaxComparisons = 1_000_000;

    private readonly Dictionary<Condition, (Claim Holds, Claim Fails)> _claims = new(ReferenceEqualityComparer.Instance);
    private readonly List<Claim> _facts = [];
    private readonly List<int> _usual = [];

    /// <param name="candidates">The rules for the type.</param>
    /// <param name="type">The type, or one of several with the same rules and questions.</param>
    /// <param name="words">What there is.</param>
    public Universe(IEnumerable<Candidate> candidates, KnownServiceType type, Vocabulary words)
    {
        var conditions = candidates.SelectMany(candidate => candidate.Rest)
            .SelectMany(condition => condition.AndParts())
            .Distinct(ReferenceEqualityComparer.Instance).Cast<Condition>()
            .ToList();
        AddAreas(conditions.OfType<AreaCondition>());
        AddAnswers(conditions, type);
        AddChannels([.. conditions.OfType<ChannelCondition>()], [.. words.Channels]);
        AddTimes([.. conditions.OfType<LocalTimeCondition>()]);
        AddWords([.. conditions.OfType<WordsCondition>()]);
    }

    /// <summary>The value of each variable for a report of which no rule asks anything: nothing said, nothing answered, no area named.</summary>
    public int[] Usual => [.. _usual];

    /// <summary>What is so of every report.</summary>
    public IReadOnlyList<Claim> Facts => _facts;

    /// <summary>What is so when a condition holds.</summary>
    /// <param name="condition">A condition of one of the rules.</param>
    /// <param name="isPlaced">Whether the report has coordinates; without, no area condition holds or fails.</param>
    public Claim Holds(Condition condition, bool isPlaced) => condition switch
    {
        AllCondition all => Claim.All(all.Conditions.Select(part => Holds(part, isPlaced))),
        AnyCondition any => Claim.Any(any.Conditions.Select(part => Holds(part, isPlaced))),
        NotCondition not => Fails(not.Inner, isPlaced),
        AreaCondition when !isPlaced => Claim.Never,
        _ => _claims[condition].Holds,
    };

    /// <summary>What is so when a condition fails; what cannot be known does neither.</summary>
    /// <param name="condition">A condition of one of the rules.</param>
    /// <param name="isPlaced">Whether the report has coordinates.</param>
    public Claim Fails(Condition condition, bool isPlaced) => condition switch
    {
        AllCondition all => Claim.Any(all.Conditions.Select(part => Fails(part, isPlaced))),
        AnyCondition any => Claim.All(any.Conditions.Select(part => Fails(part, isPlaced))),
        NotCondition not => Holds(not.Inner, isPlaced),
        AreaCondition when !isPlaced => Claim.Never,
        _ => _claims[condition].Fails,
    };

    /// <summary>One variable a set, whose values are the codes that are asked for and one for all else.</summary>
    private void AddAreas(IEnumerable<AreaCondition> conditions)
    {
        foreach (var set in conditions.GroupBy(condition => condition.Set))
        {
            var codes = set.SelectMany(condition => condition.Codes).Distinct()
                .Select((code, i) => (code, i)).ToDictionary(code => code.code, code => code.i);
            foreach (var condition in set)
            {
                var asked = condition.Codes.Select(code => codes[code]).ToHashSet();
                Add(condition, codes.Count + 1, value => asked.Contains(value) == condition.IsInside ? Verdict.Holds : Verdict.Fails);
            }

            _usual.Add(codes.Count);
        }
    }

    private void AddAnswers(IEnumerable<Condition> conditions, KnownServiceType type)
    {
        var byQuestion = conditions
            .Select(condition => (Condition: condition, Question: (condition as AnswerCondition)?.Question ?? (condition as NeedsCondition)?.Question))
            .Where(asked => asked.Question is not null)
            .GroupBy(asked => asked.Question!, asked => asked.Condition);
        foreach (var question in byQuestion)
        {
            var conditionsOnIt = question.ToList();
            if (AnswerValues.Of(type.Question(question.Key), conditionsOnIt) is not { } answers
                || (long)answers.Count * conditionsOnIt.Count > MaxComparisons)
            {
                AddUnrelated(conditionsOnIt);
                continue;
            }

            foreach (var condition in conditionsOnIt)
            {
                Add(condition, answers.Count, value => Check(condition, question.Key, answers[value]));
            }

            _usual.Add(0);
        }
    }

    private static Verdict Check(Condition condition, string question, IReadOnlyList<string> answer)
    {
        var report = new Situation(
            new()
            {
                ServiceType = "",
                Channel = "",
                ReceivedAt = default,
                Answers = new Dictionary<string, IReadOnlyList<string>> { [question] = answer },
            },
            null,
            TimeZoneInfo.Utc);
        return condition.Check(ref report);
    }

    private void AddChannels(List<ChannelCondition> conditions, List<string> channels)
    {
        foreach (var condition in conditions)
        {
            Add(condition, channels.Count, value => condition.Channels.Contains(channels[value]) ? Verdict.Holds : Verdict.Fails);
        }

        _usual.Add(0);
    }

    private void AddTimes(List<LocalTimeCondition> conditions)
    {
        var windows = conditions.GroupBy(condition => condition.Key).Select(alike => alike.ToList()).ToList();
        if (windows.Count == 0)
        {
            return;
        }

        if (TimeValues.Of([.. windows.Select(alike => alike[0])]) is not { } times)
        {
            AddUnrelated(conditions);
            return;
        }

        for (var i = 0; i < windows.Count; i++)
        {
            var bit = 1UL << i;
            windows[i].ForEach(window => Add(window, times.Count, value => (times[value] & bit) != 0 ? Verdict.Holds : Verdict.Fails));
        }

        _usual.Add(0);
    }

    /// <summary>A variable for each phrase, said or not; a phrase that holds another one is said only with it.</summary>
    private void AddWords(List<WordsCondition> conditions)
    {
        var phrases = new Dictionary<string, (Claim Said, Claim Unsaid)>();
        foreach (var phrase in conditions.SelectMany(condition => condition.Phrases).Select(PhraseList.Normalized).Distinct())
        {
            phrases[phrase] = (One(2, value => value == 1), One(2, value => value == 0));
            _usual.Add(0);
        }

        foreach (var condition in conditions)
        {
            var asked = condition.Phrases.Select(phrase => phrases[PhraseList.Normalized(phrase)]).ToList();
            _claims[condition] = (Claim.Any(asked.Select(phrase => phrase.Said)), Claim.All(asked.Select(phrase => phrase.Unsaid)));
        }

        if (phrases.Count <= MaxRelatedPhrases)
        {
            _facts.AddRange(
                from longer in phrases
                from shorter in phrases
                where longer.Key != shorter.Key && longer.Key.Contains(shorter.Key, StringComparison.Ordinal)
                select Claim.Any([longer.Value.Unsaid, shorter.Value.Said]));
        }
    }

    /// <summary>A variable for each condition, as if none of them had to do with another.</summary>
    private void AddUnrelated(IEnumerable<Condition> conditions)
    {
        foreach (var condition in conditions)
        {
            Add(condition, 3, value => value switch { 0 => Verdict.Fails, 1 => Verdict.Holds, _ => Verdict.NeedsAnswer });
            _usual.Add(0);
        }
    }

    /// <summary>What a condition claims of the variable that is being added.</summary>
    private void Add(Condition condition, int values, Func<int, Verdict> check)
    {
        var verdicts = new Verdict[values];
        for (var value = 0; value < values; value++)
        {
            verdicts[value] = check(value);
        }

        _claims[condition] = (
            One(values, value => verdicts[value] == Verdict.Holds),
            One(values, value => verdicts[value] == Verdict.Fails));
    }

    private Claim One(int values, Func<int, bool> isIn)
    {
        var admitted = Bits.Where(values, isIn);
        return admitted.IsEmpty ? Claim.Never
            : Bits.Where(values, _ => true).IsWithin(admitted) ? Claim.Always
            : new Claim.One(_usual.Count, admitted);
    }
}
