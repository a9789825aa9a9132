using System.Buffers;
using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Conditions;

/// <summary>Reads the <c>when</c> of a rule.</summary>
/// <param name="needs">The questions that the rule needs answered.</param>
internal sealed class ConditionReader(IReadOnlyCollection<string> needs)
{
    /// <summary>How deep <c>all</c>, <c>any</c> and <c>not</c> may stand in each other.</summary>
    public const int MaxDepth = 8;

    private const int MaxBranches = 100;

    /// <summary>What no plain phrase holds, and every pattern language does.</summary>
    private static readonly SearchValues<char> PatternSigns = SearchValues.Create(@"*+\[]{}|^");

    /// <summary>The conditions of a <c>when</c>, all of which must hold.</summary>
    public List<Condition> Read(ObjectReader when, int depth = 0)
    {
        var conditions = new List<Condition>();
        AddList(conditions, when, "serviceTypes", codes => new ServiceTypeCondition(codes) { At = when.At("serviceTypes") });
        AddList(conditions, when, "groups", groups => new GroupCondition(groups) { At = when.At("groups") });
        AddAreas(conditions, when);
        AddAnswers(conditions, when);
        AddList(conditions, when, "channels", channels => new ChannelCondition(channels) { At = when.At("channels") });
        AddLocalTime(conditions, when);
        AddWords(conditions, when);
        conditions.AddRange(Branches(when, "all", depth).SelectMany(branch => branch.Conditions));
        AddAny(conditions, when, depth);
        AddNot(conditions, when, depth);
        when.End();
        return conditions;
    }

    private static void AddList(
        List<Condition> conditions, ObjectReader reader, string name, Func<IReadOnlyList<string>, Condition> condition)
    {
        if (ValueLists.Read(reader, name) is { } values)
        {
            conditions.Add(condition(values));
        }
    }

    private static void AddWords(List<Condition> conditions, ObjectReader when)
    {
        if (ValueLists.Read(when, "words", PhraseList.HasWord) is not { } phrases)
        {
            return;
        }

        if (phrases.Any(phrase => phrase.AsSpan().ContainsAny(PatternSigns)))
        {
            when.Add("words", FaultCodes.NoPattern);
        }

        conditions.Add(new WordsCondition(phrases) { At = when.At("words") });
    }

    /// <summary>A condition that asks for nothing would make its rule match everything.</summary>
    private static void RequireSome(ObjectReader when, string name, ObjectReader asked)
    {
        if (asked.Members().All(member => member.Value.ValueKind == JsonValueKind.Null))
        {
            when.Add(name, FaultCodes.Required);
        }
    }

    private static void AddAreas(List<Condition> conditions, ObjectReader when)
    {
        if (when.Object("areas") is not { } areas)
        {
            return;
        }

        RequireSome(when, "areas", areas);
        foreach (var (set, asked) in areas.Members())
        {
            if (asked.ValueKind != JsonValueKind.Object)
            {
                AddList(conditions, areas, set, codes => new AreaCondition(set, codes, IsInside: true) { At = areas.At(set) });
            }
            else if (areas.Object(set) is { } outside)
            {
                outside.Require("notIn");
                AddList(conditions, outside, "notIn", codes => new AreaCondition(set, codes, IsInside: false) { At = areas.At(set) });
                outside.End();
            }
        }
    }

    private void AddAnswers(List<Condition> conditions, ObjectReader when)
    {
        if (when.Object("answers") is not { } answers)
        {
            return;
        }

        RequireSome(when, "answers", answers);
        foreach (var (question, _) in answers.Members())
        {
            if (answers.Object(question) is { } asked && AnswerReader.Read(asked) is { } test)
            {
                conditions.Add(new AnswerCondition(question, test, needs.Contains(question)) { At = answers.At(question) });
            }
        }
    }

    private static void AddLocalTime(List<Condition> conditions, ObjectReader when)
    {
        if (when.Object("localTime") is { } window)
        {
            RequireSome(when, "localTime", window);
            conditions.Add(LocalTimeReader.Read(window));
        }
    }

    private void AddAny(List<Condition> conditions, ObjectReader when, int depth)
    {
        var branches = Branches(when, "any", depth).Select(Together).ToList();
        if (branches.Count > 0)
        {
            conditions.Add(branches.Count == 1 ? branches[0] : new AnyCondition([.. branches]) { At = when.At("any") });
        }
    }

    private void AddNot(List<Condition> conditions, ObjectReader when, int depth)
    {
        if (when.Object("not") is { } inner && ReadBranch(inner, depth) is { } branch)
        {
            conditions.Add(new NotCondition(Together(branch)) { At = when.At("not") });
        }
    }

    private List<(string At, List<Condition> Conditions)> Branches(ObjectReader when, string name, int depth)
    {
        var branches = new List<(string, List<Condition>)>();
        foreach (var branch in when.Objects(name, MaxBranches))
        {
            if (ReadBranch(branch, depth) is { } read)
            {
                branches.Add(read);
            }
        }

        if (when.IsEmptyList(name))
        {
            when.Add(name, FaultCodes.Required);
        }

        return branches;
    }

    private (string At, List<Condition> Conditions)? ReadBranch(ObjectReader branch, int depth)
    {
        if (depth == MaxDepth)
        {
            branch.AddHere(FaultCodes.TooDeep, "maximum", MaxDepth);
            return null;
        }

        var before = branch.Faults.Count;
        var conditions = Read(branch, depth + 1);
        if (conditions.Count == 0)
        {
            if (branch.Faults.Count == before)
            {
                branch.AddHere(FaultCodes.Required);
            }

            return null;
        }

        return (branch.Pointer, conditions);
    }

    private static Condition Together((string At, List<Condition> Conditions) branch) =>
        branch.Conditions.Count == 1 ? branch.Conditions[0] : new AllCondition([.. branch.Conditions]) { At = branch.At };
}
