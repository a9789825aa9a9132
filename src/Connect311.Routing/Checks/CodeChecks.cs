using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Checks;

/// <summary>Finds codes that nothing defines, or no longer.</summary>
internal sealed class CodeChecks(RuleSetDocument document, Vocabulary words)
{
    private readonly List<Finding> _findings = [];
    private readonly TypeNames _names = new([.. words.ServiceTypes.Select(type => (type.Code, type.Group))]);
    private readonly int[] _everyType = [.. Enumerable.Range(0, words.ServiceTypes.Count)];

    public List<Finding> Run()
    {
        CheckAssignment(null, document.Fallback, "/fallback");
        foreach (var rule in document.Rules)
        {
            CheckAssignment(rule, rule.Assign, $"{rule.At}/assign");
            Check(rule, rule.When, _everyType);
        }

        return _findings;
    }

    private void CheckAssignment(RoutingRule? rule, Assignment assign, string at)
    {
        if (!words.Departments.TryGetValue(assign.Department, out var department))
        {
            AddUndefined(rule, $"{at}/department", $"the department {assign.Department}");
            return;
        }

        if (!department.IsActive)
        {
            Add(rule, new($"{at}/department", FaultCodes.Retired, "what", $"the department {assign.Department}"));
        }

        if (assign.Queue is { } queue && department.Queues?.Contains(queue) == false)
        {
            AddUndefined(rule, $"{at}/queue", $"the queue {queue} of {assign.Department}");
        }
    }

    /// <param name="rule">The rule.</param>
    /// <param name="conditions">Conditions that hold together.</param>
    /// <param name="types">The numbers of the service types that what stands around them admits.</param>
    private void Check(RoutingRule rule, IReadOnlyList<Condition> conditions, IReadOnlyCollection<int> types)
    {
        var admitted = _names.Admitted(conditions.OfType<TypeCondition>());
        var both = admitted is null ? types : types == _everyType ? admitted : [.. types.Intersect(admitted)];
        foreach (var condition in conditions)
        {
            Check(rule, condition, both);
        }
    }

    private void Check(RoutingRule rule, Condition condition, IReadOnlyCollection<int> types)
    {
        switch (condition)
        {
            case ServiceTypeCondition asked:
                AddUnknown(rule, asked.At, asked.Codes, _names.IsKnown, "the request type");
                break;
            case GroupCondition asked:
                AddUnknown(rule, asked.At, asked.Groups, words.Groups.Contains, "the group");
                break;
            case ChannelCondition asked:
                AddUnknown(rule, asked.At, asked.Channels, words.Channels.Contains, "the channel");
                break;
            case AreaCondition asked:
                CheckAreas(rule, asked);
                break;
            case AnswerCondition asked:
                CheckAnswer(rule, asked, types);
                break;
            case NeedsCondition needed:
                CheckNeeded(rule, needed, types);
                break;
            case AllCondition all:
                Check(rule, all.Conditions, types);
                break;
            default:
                foreach (var part in condition.Parts)
                {
                    Check(rule, [part], types);
                }

                break;
        }
    }

    private void CheckAreas(RoutingRule rule, AreaCondition asked)
    {
        if (words.AreaSets is not { } sets)
        {
            return;
        }

        if (sets.TryGetValue(asked.Set, out var known))
        {
            AddUnknown(rule, asked.IsInside ? asked.At : $"{asked.At}/notIn", asked.Codes, known.Contains, $"the {asked.Set}");
        }
        else
        {
            AddUndefined(rule, asked.At, $"the area set {asked.Set}");
        }
    }

    private void CheckAnswer(RoutingRule rule, AnswerCondition asked, IReadOnlyCollection<int> types)
    {
        var questions = types.Select(type => words.ServiceTypes[type].Question(asked.Question)).OfType<KnownQuestion>().Distinct().ToList();
        if (types.Count == 0)
        {
            // Nothing is of no type; that is another finding.
            return;
        }

        if (questions.Count == 0)
        {
            AddUndefined(rule, asked.At, $"the question {asked.Question} of the rule's service types");
        }
        else if (asked.Test is AnswerTest.OneOf test && questions.TrueForAll(question => question.HasChoices))
        {
            var choices = questions.SelectMany(question => question.Choices).ToHashSet();
            foreach (var choice in test.Texts.Where(choice => !choices.Contains(choice)))
            {
                AddUndefined(rule, asked.At, $"the choice {choice} of {asked.Question}");
            }
        }
    }

    /// <summary>Reports of a type that does not ask the question would all wait for an answer that none can give.</summary>
    private void CheckNeeded(RoutingRule rule, NeedsCondition needed, IReadOnlyCollection<int> types)
    {
        if (types.Select(type => words.ServiceTypes[type]).FirstOrDefault(type => type.Question(needed.Question) is null) is { } type)
        {
            AddUndefined(rule, needed.At, $"the question {needed.Question} of {type.Code}");
        }
    }

    private void AddUnknown(
        RoutingRule rule, string at, IReadOnlyList<string> codes, Func<string, bool> isKnown, string what)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (!isKnown(codes[i]))
            {
                AddUndefined(rule, $"{at}/{i}", $"{what} {codes[i]}");
            }
        }
    }

    private void AddUndefined(RoutingRule? rule, string at, string what) => Add(rule, new(at, FaultCodes.Undefined, "what", what));

    private void Add(RoutingRule? rule, Fault fault) => _findings.Add(new(Severity.Error, rule?.Id, fault));
}
