using Connect311.Routing.Conditions;

namespace Connect311.Routing;

/// <summary>Finds service types by what rules call them: code, family, group.</summary>
internal sealed class TypeNames
{
    private readonly Dictionary<string, List<int>> _byCode = [];
    private readonly Dictionary<string, List<int>> _byGroup = [];

    public TypeNames(IReadOnlyList<(string Code, string? Group)> types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            var (code, group) = types[i];
            Add(_byCode, code, i);
            for (var dot = code.Length; dot > 0; dot = code.LastIndexOf('.', dot - 1))
            {
                Add(_byCode, code[..dot] + ".*", i);
            }

            if (group is not null)
            {
                Add(_byGroup, group, i);
            }
        }
    }

    /// <summary>Whether a code of a rule stands for any type.</summary>
    public bool IsKnown(string code) => _byCode.ContainsKey(code);

    /// <summary>The types that all conditions admit, in order; null when there is no condition.</summary>
    public IReadOnlyCollection<int>? Admitted(IEnumerable<TypeCondition> conditions)
    {
        SortedSet<int>? admitted = null;
        foreach (var condition in conditions)
        {
            var types = Admitted(condition);
            if (admitted is null)
            {
                admitted = types;
            }
            else
            {
                admitted.IntersectWith(types);
            }
        }

        return admitted;
    }

    private SortedSet<int> Admitted(TypeCondition condition) => condition switch
    {
        ServiceTypeCondition types => [.. types.Codes.SelectMany(code => _byCode.GetValueOrDefault(code, []))],
        GroupCondition groups => [.. groups.Groups.SelectMany(group => _byGroup.GetValueOrDefault(group, []))],
        _ => throw new InvalidOperationException($"No index of {condition.GetType()}."),
    };

    private static void Add(Dictionary<string, List<int>> index, string name, int type)
    {
        if (!index.TryGetValue(name, out var types))
        {
            index[name] = types = [];
        }

        types.Add(type);
    }
}
