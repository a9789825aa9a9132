using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;

namespace Connect311.Routing.Areas;

/// <summary>Builds an <see cref="AreaGrid"/>, area by area in the order of their codes.</summary>
internal sealed class AreaGridBuilder
{
    /// <summary>More cells than edges, so that most cells have none.</summary>
    private const int CellsPerEdge = 16;
    private const int FewestCells = 1 << 10;
    private const int MostCells = 1 << 17;

    /// <summary>How much farther than it goes an edge is taken to go, in parts of a cell: far more than sums of degrees err.</summary>
    private const double Slack = 0.01;

    private readonly GridFrame _frame;
    private readonly int[] _cells;

    /// <summary>For each cell the last area that has an edge in it, counted from 1.</summary>
    private readonly int[] _marks;
    private readonly List<Edge> _edges = [];
    private readonly List<AreaGrid.Candidate> _candidates = [];

    private AreaGridBuilder(GridFrame frame)
    {
        _frame = frame;
        _cells = new int[frame.Rows * frame.Columns];
        _marks = new int[_cells.Length];
        Array.Fill(_cells, AreaGrid.Nowhere);
    }

    private ChoiceTree Choices { get; } = new();

    /// <param name="shapes">The areas in the order of their codes, none of them empty.</param>
    public static AreaGrid Build(IReadOnlyList<Geometry> shapes)
    {
        var box = new Envelope();
        foreach (var shape in shapes)
        {
            box.ExpandToInclude(shape.EnvelopeInternal);
        }

        var cells = Math.Clamp(shapes.Sum(shape => (long)shape.NumPoints) * CellsPerEdge, FewestCells, MostCells);
        var builder = new AreaGridBuilder(new(box, (int)cells));
        for (var area = 0; area < shapes.Count; area++)
        {
            builder.Add(area, shapes[area]);
        }

        var (choices, candidates) = builder.Choices.Flatten(builder._candidates);
        return new(builder._frame, builder._cells, choices, candidates, [.. builder._edges]);
    }

    private void Add(int area, Geometry shape)
    {
        var rows = new Dictionary<int, List<Edge>>();
        foreach (var edge in Edge.Of(shape))
        {
            for (var row = _frame.RowOf(edge.South); row <= _frame.RowOf(edge.North); row++)
            {
                Mark(edge, row, area);
                (CollectionsMarshal.GetValueRefOrAddDefault(rows, row, out _) ??= []).Add(edge);
            }
        }

        var whole = Candidate(new(area, 0, 0));
        foreach (var (row, edges) in rows)
        {
            var part = Candidate(new(area, _edges.Count, _edges.Count + edges.Count));
            _edges.AddRange(edges);
            AddRow(area, row, CollectionsMarshal.AsSpan(edges), shape.EnvelopeInternal, part, whole);
        }
    }

    private void AddRow(int area, int row, ReadOnlySpan<Edge> edges, Envelope box, int part, int whole)
    {
        bool? isInside = null;
        var last = _frame.ColumnOf(box.MaxX);
        for (var column = _frame.ColumnOf(box.MinX); column <= last; column++)
        {
            var cell = (row * _frame.Columns) + column;
            if (_marks[cell] == area + 1)
            {
                isInside = null;
                Give(cell, area, part);
                continue;
            }

            // Neighbours without an edge lie on the same side of all of them.
            isInside ??= Edge.Hold(edges, _frame.X(column + 0.5), _frame.Y(row + 0.5));
            if (isInside.Value)
            {
                Give(cell, area, whole);
            }
        }
    }

    /// <summary>Marks the cells of a row that an edge touches, and rather one too many: a cell without a mark must have no edge.</summary>
    private void Mark(Edge edge, int row, int area)
    {
        var (x1, x2) = edge.Between(_frame.Y(row - Slack), _frame.Y(row + 1 + Slack));
        var slack = Slack * _frame.ColumnWidth;
        var last = _frame.ColumnOf(Math.Max(x1, x2) + slack);
        for (var column = _frame.ColumnOf(Math.Min(x1, x2) - slack); column <= last; column++)
        {
            _marks[(row * _frame.Columns) + column] = area + 1;
        }
    }

    private int Candidate(AreaGrid.Candidate candidate)
    {
        _candidates.Add(candidate);
        return _candidates.Count - 1;
    }

    /// <summary>Adds a candidate to a cell, unless an area before it holds the whole cell.</summary>
    private void Give(int cell, int area, int candidate)
    {
        var now = _cells[cell];
        if (now == AreaGrid.Nowhere && _candidates[candidate].HasWholeCell)
        {
            _cells[cell] = area;
        }
        else if (now == AreaGrid.Nowhere || (now < AreaGrid.Nowhere && !_candidates[Choices.LastOf(AreaGrid.CellOfChoice(now))].HasWholeCell))
        {
            _cells[cell] = AreaGrid.CellOfChoice(Choices.With(now == AreaGrid.Nowhere ? ChoiceTree.None : AreaGrid.CellOfChoice(now), candidate));
        }
    }

    /// <summary>Lists of candidates; those that begin alike share their beginning, and equal ones are one.</summary>
    private sealed class ChoiceTree
    {
        public const int None = -1;

        private readonly List<(int Before, int Candidate)> _lists = [];
        private readonly Dictionary<(int Before, int Candidate), int> _known = [];

        public int LastOf(int list) => _lists[list].Candidate;

        /// <summary>The list that has one candidate more.</summary>
        public int With(int before, int candidate)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (before, candidate), out var isKnown);
            if (!isKnown)
            {
                list = _lists.Count;
                _lists.Add((before, candidate));
            }

            return list;
        }

        public ((int From, int To)[] Choices, AreaGrid.Candidate[] Candidates) Flatten(List<AreaGrid.Candidate> candidates)
        {
            var flat = new List<AreaGrid.Candidate>();
            var choices = new (int From, int To)[_lists.Count];
            for (var list = 0; list < choices.Length; list++)
            {
                var from = flat.Count;
                for (var part = list; part != None; part = _lists[part].Before)
                {
                    flat.Add(candidates[_lists[part].Candidate]);
                }

                flat.Reverse(from, flat.Count - from);
                choices[list] = (from, flat.Count);
            }

            return (choices, [.. flat]);
        }
    }
}
