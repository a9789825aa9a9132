using Connect311.Api.Databases;

namespace Connect311.Api.Triage;

/// <summary>The statements of a department's open work by place: what lies in ranges of grid cells, and then the rows of a page.</summary>
internal sealed partial record QueuePlaceSql
{
    /// <summary>Where the department's requests in some cells are.</summary>
    [Parameters(typeof(NearParameters))]
    public required string Near { get; init; }

    /// <summary>The same of every other department's danger reports.</summary>
    [Parameters(typeof(WatchedNearParameters))]
    public required string DangerNear { get; init; }

    /// <summary>The same of what a missed target shows to the operators, danger apart.</summary>
    [Parameters(typeof(WatchedNearParameters))]
    public required string EscalatedNear { get; init; }

    /// <summary>The rows of a page, in no order; one that was closed meanwhile is left out.</summary>
    [Parameters(typeof(RowsParameters))]
    public required string ByIds { get; init; }

    public static QueuePlaceSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed class NearParameters(QueueFilter filter, int clockOffset) : OwnParameters(filter, clockOffset)
    {
        /// <summary>A JSON array of <c>{"from":first cell,"to":last cell}</c>; no two share a cell.</summary>
        public required string Ranges { get; init; }
    }

    internal sealed class WatchedNearParameters(QueueFilter filter, int clockOffset) : QueueParameters(filter, clockOffset)
    {
        /// <inheritdoc cref="NearParameters.Ranges"/>
        public required string Ranges { get; init; }
    }

    /// <param name="Ids">A JSON array of ids.</param>
    internal sealed record RowsParameters(string Ids, string Department, bool WithConfidential, int ClockOffset);
}
