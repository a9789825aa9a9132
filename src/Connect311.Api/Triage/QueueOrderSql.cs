using Connect311.Api.Databases;

namespace Connect311.Api.Triage;

/// <summary>The statements of a department's open work in other orders than by priority; each has an index of its own.</summary>
internal sealed partial record QueueOrderSql
{
    /// <summary>What is due next.</summary>
    [Parameters(typeof(DueParameters))]
    public required string Due { get; init; }

    /// <summary>The same for the operators, who also see every department's danger reports.</summary>
    [Parameters(typeof(DueParameters))]
    public required string OperatorDue { get; init; }

    /// <summary>The oldest first.</summary>
    [Parameters(typeof(AgeParameters))]
    public required string Age { get; init; }

    /// <summary>The same for the operators, who also see every department's danger reports.</summary>
    [Parameters(typeof(AgeParameters))]
    public required string OperatorAge { get; init; }

    public static QueueOrderSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <summary>A page begins behind (DueAt, Id).</summary>
    internal sealed class DueParameters(QueueFilter filter, int clockOffset) : OwnParameters(filter, clockOffset)
    {
        public required DateTimeOffset DueAt { get; init; }

        public required long Id { get; init; }

        public required int Take { get; init; }
    }

    /// <summary>A page begins behind (ReceivedAt, Id).</summary>
    internal sealed class AgeParameters(QueueFilter filter, int clockOffset) : OwnParameters(filter, clockOffset)
    {
        public required DateTimeOffset ReceivedAt { get; init; }

        public required long Id { get; init; }

        public required int Take { get; init; }
    }
}
