namespace Connect311.Routing.Areas;

/// <summary>
/// Which area of a set holds a point: a grid over the box of the set. A cell that lies in one area, or in none, answers
/// at once; in the others the edges decide that run through the cell's row. Immutable; safe for any number of threads.
/// </summary>
internal sealed class AreaGrid
{
    /// <summary>The number of no area.</summary>
    public const int Nowhere = -1;

    private readonly GridFrame _frame;
    private readonly int[] _cells;
    private readonly (int From, int To)[] _choices;
    private readonly Candidate[] _candidates;
    private readonly Edge[] _edges;

    /// <param name="frame">Where the cells lie.</param>
    /// <param name="cells">For each cell the area that holds all of it, or <see cref="Nowhere"/>, or the <see cref="CellOfChoice"/>.</param>
    /// <param name="choices">For each choice its candidates.</param>
    /// <param name="candidates">The areas that have a part of a cell, the first by code first.</param>
    /// <param name="edges">The edges of an area in one row of cells, one after the other.</param>
    internal AreaGrid(GridFrame frame, int[] cells, (int From, int To)[] choices, Candidate[] candidates, Edge[] edges) =>
        (_frame, _cells, _choices, _candidates, _edges) = (frame, cells, choices, candidates, edges);

    /// <summary>What stands in the cell for a choice among several areas.</summary>
    public static int CellOfChoice(int choice) => Nowhere - 1 - choice;

    /// <summary>The number of the first area by code that holds a point, its boundary included; else <see cref="Nowhere"/>.</summary>
    /// <param name="x">Longitude, degrees.</param>
    /// <param name="y">Latitude, degrees.</param>
    public int Find(double x, double y)
    {
        if (!_frame.Holds(x, y))
        {
            return Nowhere;
        }

        var cell = _cells[_frame.CellOf(x, y)];
        return cell >= Nowhere ? cell : Choose(CellOfChoice(cell), x, y);
    }

    private int Choose(int choice, double x, double y)
    {
        var (from, to) = _choices[choice];
        foreach (ref readonly var candidate in _candidates.AsSpan(from, to - from))
        {
            if (candidate.HasWholeCell || Edge.Hold(_edges.AsSpan(candidate.From, candidate.To - candidate.From), x, y))
            {
                return candidate.Area;
            }
        }

        return Nowhere;
    }

    /// <summary>An area that has a part of a cell.</summary>
    /// <param name="Area">Its number.</param>
    /// <param name="From">The first of its edges in the cell's row.</param>
    /// <param name="To">One after the last; as <paramref name="From"/> when the whole cell lies in the area.</param>
    internal readonly record struct Candidate(int Area, int From, int To)
    {
        public bool HasWholeCell => From == To;
    }
}
