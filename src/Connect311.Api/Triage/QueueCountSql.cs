using Connect311.Api.Databases;

namespace Connect311.Api.Triage;

/// <summary>How much open work there is. One row each: a status is a column, so that nothing is grouped.</summary>
internal sealed partial record QueueCountSql
{
    /// <summary>Of a department.</summary>
    [Parameters(typeof(CountParameters))]
    public required string Count { get; init; }

    /// <summary>Of every other department's danger reports.</summary>
    [Parameters(typeof(WatchedCountParameters))]
    public required string CountDanger { get; init; }

    /// <summary>Of what a missed target shows to the operators, danger apart.</summary>
    [Parameters(typeof(WatchedCountParameters))]
    public required string CountEscalated { get; init; }

    public static QueueCountSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed class CountParameters(QueueFilter filter, int clockOffset) : OwnParameters(filter, clockOffset)
    {
        public DateTimeOffset Now { get; } = filter.Now;
    }

    internal sealed class WatchedCountParameters(QueueFilter filter, int clockOffset) : QueueParameters(filter, clockOffset)
    {
        public DateTimeOffset Now { get; } = filter.Now;
    }
}
