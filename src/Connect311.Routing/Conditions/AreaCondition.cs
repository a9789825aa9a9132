using System.Collections.Frozen;

namespace Connect311.Routing.Conditions;

/// <summary>The place lies in one of the areas of a set, or in none of them.</summary>
/// <param name="Set">The area set, such as <c>borough</c>.</param>
/// <param name="Codes">Areas of that set.</param>
/// <param name="IsInside">Whether it asks for a place in one of them; otherwise for one outside all of them.</param>
internal sealed record AreaCondition(string Set, IReadOnlyList<string> Codes, bool IsInside) : Condition
{
    private readonly FrozenSet<string> _codes = Codes.ToFrozenSet(StringComparer.Ordinal);

    internal override Clause Asks =>
        new(IsInside ? ClauseCode.AsksArea : ClauseCode.AsksOtherArea, (ClauseValue.Set, [Set]), (ClauseValue.Areas, Codes));

    internal override Verdict Check(ref Situation report) => report.Areas is null
        ? Verdict.NeedsPlace
        : Of((report.CodeIn(Set) is { } code && _codes.Contains(code)) == IsInside);

    internal override Clause Finds(ref Situation report) => report.Areas is null
        ? new(ClauseCode.NoPlace, (ClauseValue.Set, [Set]))
        : report.CodeIn(Set) is { } code
            ? new(ClauseCode.OtherArea, (ClauseValue.Set, [Set]), (ClauseValue.Areas, [code]))
            : new(ClauseCode.NoArea, (ClauseValue.Set, [Set]));
}
