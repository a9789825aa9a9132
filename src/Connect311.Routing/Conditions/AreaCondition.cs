using System.Collections.Frozen;

namespace Connect311.Routing.Conditions;

/// <summary>The place lies in one of the areas of a set, or in none of them.</summary>
/// <param name="Set">The area set, such as <c>borough</c>.</param>
/// <param name="Codes">Areas of that set.</param>
/// <param name="IsInside">Whether it asks for a place in one of them; otherwise for one outside all of them.</param>
internal sealed record AreaCondition(string Set, IReadOnlyList<string> Codes, bool IsInside) : Condition
{
    private readonly FrozenSet<string> _codes = Codes.ToFrozenSet(StringComparer.Ordinal);

    internal override string Asks => $"the {Set} is {(IsInside ? "" : "not ")}{List(Codes)}";

    internal override Verdict Check(ref Situation report) => report.Areas is null
        ? Verdict.NeedsPlace
        : Of((report.CodeIn(Set) is { } code && _codes.Contains(code)) == IsInside);

    internal override string Finds(ref Situation report) => report.Areas is null
        ? $"the report has no coordinates, so its {Set} is not known"
        : $"the {Set} is {report.CodeIn(Set) ?? "none"}";
}
