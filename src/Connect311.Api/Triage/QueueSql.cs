using Connect311.Api.Databases;

namespace Connect311.Api.Triage;

/// <summary>
/// The statements of a department's queue by priority. Each walks one index in its order; the filters only narrow the
/// range that department and openness already bound.
/// </summary>
internal sealed partial record QueueSql
{
    /// <summary>A page of a department's requests, open or not open.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    /// <summary>The same for the operators, who also see every department's danger reports, and what a missed target shows to them.</summary>
    [Parameters(typeof(PageParameters))]
    public required string OperatorPage { get; init; }

    /// <summary>A page of what one person has in hand.</summary>
    [Parameters(typeof(HeldParameters))]
    public required string Held { get; init; }

    /// <summary>One request, if it stands in the queue and the filters let it through.</summary>
    [Parameters(typeof(OneParameters))]
    public required string One { get; init; }

    public static QueueSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <summary>A page begins behind (Priority, DueAt, Id).</summary>
    internal sealed class PageParameters(QueueFilter filter, int clockOffset) : OwnParameters(filter, clockOffset)
    {
        public required bool IsOpen { get; init; }

        public required int Priority { get; init; }

        public required DateTimeOffset DueAt { get; init; }

        public required long Id { get; init; }

        public required int Take { get; init; }
    }

    /// <inheritdoc cref="PageParameters"/>
    internal sealed class HeldParameters(QueueFilter filter, int clockOffset) : OwnParameters(filter, clockOffset)
    {
        public required int Priority { get; init; }

        public required DateTimeOffset DueAt { get; init; }

        public required long Id { get; init; }

        public required int Take { get; init; }
    }

    internal sealed class OneParameters(QueueFilter filter, int clockOffset) : OwnParameters(filter, clockOffset)
    {
        public required long Id { get; init; }

        public required bool IsOfOpenWork { get; init; }

        public required bool IsOperator { get; init; }
    }
}
