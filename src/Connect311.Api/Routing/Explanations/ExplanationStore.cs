using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff;
using Dapper;

namespace Connect311.Api.Routing.Explanations;

/// <summary>Reads what is kept of the decisions about a request: the events that made them, whatever became of it since.</summary>
internal sealed class ExplanationStore(Database database)
{
    /// <summary>The request with those events, by number.</summary>
    public Task<DecidedRow?> FindAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                var lines = new List<DecidingLine>();
                var rows = await connection.QueryAsync<DecidedRow, DecidingLine, DecidedRow>(
                    new(ExplanationSql.Instance.FindDecided, new ExplanationSql.IdParameters(number.Id), cancellationToken: token),
                    (row, line) =>
                    {
                        lines.Add(line);
                        return row;
                    },
                    splitOn: nameof(DecidingLine.Number));
                return rows.FirstOrDefault() is { } found ? found with { Lines = lines } : null;
            },
            cancellationToken);
}

internal sealed record ExplanationSql
{
    public static ExplanationSql Instance { get; } = new();

    [Parameters(typeof(IdParameters))]
    public string FindDecided { get; } = """
        SELECT r.Id, r.ServiceTypeText, r.Visibility, r.Department, r.IsDanger, r.ReportedAt, r.Areas,
            e.Number, e.Kind, e.At, e.Data, e.Digests, d.Content
        FROM ServiceRequest r
        JOIN ServiceRequestEvent e ON e.RequestId = r.Id
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE r.Id = @Id
          AND e.Kind IN ('submitted', 'released', 'corrected', 'rerouted', 'transferred', 'requeued', 'rerouting-dismissed')
        ORDER BY e.Number;
        """;

    internal sealed record IdParameters(long Id);
}

/// <summary>A request as it was decided, with what says who may see it now.</summary>
internal sealed record DecidedRow
{
    public required long Id { get; init; }

    /// <summary>The city's own words for an imported type that the catalogue lacked; null otherwise.</summary>
    public string? ServiceTypeText { get; init; }

    public required string Visibility { get; init; }

    /// <summary>The department that holds it now.</summary>
    public required string Department { get; init; }

    public required bool IsDanger { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>The areas that hold the place, as <see cref="AreaList"/> writes them.</summary>
    public required string Areas { get; init; }

    /// <summary>The events that say what was decided, by number.</summary>
    public IReadOnlyList<DecidingLine> Lines { get; init; } = [];

    /// <summary>What decides who gets at it.</summary>
    public Held Held => new(Department, Visibility, IsDanger);
}

/// <summary>An event that says what was decided.</summary>
internal sealed record DecidingLine
{
    public required int Number { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The decision: a <see cref="SubmittedData"/> or <see cref="RevisedData"/> as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>JSON: a digest of everything that came with it, by name.</summary>
    public required string Digests { get; init; }

    /// <summary>JSON: what came with it, by name; null once erased.</summary>
    public string? Content { get; init; }

    public SubmittedData Decision => RevisedData.ReadDecision(Kind, Data);
}
