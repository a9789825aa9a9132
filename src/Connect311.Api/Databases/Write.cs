namespace Connect311.Api.Databases;

/// <summary>
/// One transaction as a list of whole statements, in the order in which every write takes its locks.
/// On SQL Server all of them travel in one round trip.
/// </summary>
internal sealed class Write
{
    private readonly List<WriteStep> _steps = [];

    public IReadOnlyList<WriteStep> Steps => _steps;

    /// <summary>Inserts rows; none is no step.</summary>
    public Write Rows<T>(string sql, RowType<T> type, IReadOnlyList<T> rows)
    {
        if (rows.Count > 0)
        {
            _steps.Add(new RowsStep<T>(sql, type, rows));
        }

        return this;
    }

    /// <summary>Runs one statement.</summary>
    public Write Run(string sql, object parameters)
    {
        _steps.Add(new StatementStep(sql, parameters, MustChange: false));
        return this;
    }

    /// <summary>Runs one statement that must change exactly one row; otherwise the whole write is given up.</summary>
    public Write Change(string sql, object parameters)
    {
        _steps.Add(new StatementStep(sql, parameters, MustChange: true));
        return this;
    }

    /// <summary>Runs one statement for each of some parameters; each must change exactly one row. None is no step.</summary>
    public Write Changes(string sql, IReadOnlyList<object> parameters) => Each(sql, parameters, mustChange: true);

    /// <summary>Runs one statement for each of some parameters. None is no step.</summary>
    public Write Runs(string sql, IReadOnlyList<object> parameters) => Each(sql, parameters, mustChange: false);

    /// <summary>Adds the steps of another write behind its own.</summary>
    public Write Then(Write other)
    {
        _steps.AddRange(other._steps);
        return this;
    }

    private Write Each(string sql, IReadOnlyList<object> parameters, bool mustChange)
    {
        if (parameters.Count > 0)
        {
            _steps.Add(parameters.Count == 1 ? new StatementStep(sql, parameters[0], mustChange) : new EachStep(sql, parameters, mustChange));
        }

        return this;
    }

    /// <summary>
    /// Many writes of single statements as one transaction. What one does first is done first for all of them, in the order of
    /// the writes: locks are taken table by table, and in the order of the keys if the writes stand in it. What several would
    /// do alike is done once.
    /// </summary>
    public static Write Together(IReadOnlyCollection<Write> writes)
    {
        if (writes.Count == 1)
        {
            return writes.Single();
        }

        var together = new Write();
        foreach (var alike in writes.SelectMany(write => write._steps).Cast<StatementStep>().GroupBy(step => (step.Sql, step.MustChange)))
        {
            together._steps.Add(new EachStep(alike.Key.Sql, [.. alike.Select(step => step.Parameters).Distinct()], alike.Key.MustChange));
        }

        return together;
    }
}

internal abstract record WriteStep(string Sql);

internal sealed record StatementStep(string Sql, object Parameters, bool MustChange) : WriteStep(Sql);

/// <summary>One statement that is run for each of many parameters.</summary>
internal sealed record EachStep(string Sql, IReadOnlyList<object> Parameters, bool MustChange) : WriteStep(Sql);

internal abstract record RowsStep(string Sql) : WriteStep(Sql)
{
    public abstract IRowType Type { get; }

    public abstract int Count { get; }

    /// <summary>The same rows in pieces of at most so many.</summary>
    public abstract IEnumerable<RowsStep> InPieces(int most);

    /// <summary>Hands over the values of one row, in the order of the type's columns.</summary>
    public abstract void Give(int row, IValueSink sink);
}

internal sealed record RowsStep<T>(string Sql, RowType<T> RowType, IReadOnlyList<T> Rows) : RowsStep(Sql)
{
    public override IRowType Type => RowType;

    public override int Count => Rows.Count;

    public override IEnumerable<RowsStep> InPieces(int most) => Rows.Chunk(most).Select(piece => this with { Rows = piece });

    public override void Give(int row, IValueSink sink)
    {
        var columns = RowType.Columns;
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column].Give(Rows[row], column, sink);
        }
    }
}
