using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;

namespace Connect311.Api.Routing.Explanations;

/// <summary>Reads what is kept of a decision: the first event of a request, as it was, whatever became of the request since.</summary>
internal sealed class ExplanationStore(Database database)
{
    public Task<DecidedRow?> FindAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<DecidedRow>(ExplanationSql.Instance.FindDecided, new ExplanationSql.IdParameters(number.Id), cancellationToken);
}

internal sealed record ExplanationSql
{
    public static ExplanationSql Instance { get; } = new();

    [Parameters(typeof(IdParameters))]
    public string FindDecided { get; } = """
        SELECT r.Id, r.ServiceTypeText, r.Visibility, r.Department, r.IsDanger, r.ReportedAt, r.Areas,
            e.At, e.Data, e.Digests, d.Content
        FROM ServiceRequest r
        JOIN ServiceRequestEvent e ON e.RequestId = r.Id AND e.Number = 1
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE r.Id = @Id;
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

    /// <summary>When it was received and decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The decision: a <see cref="ServiceRequests.Intake.SubmittedData"/> as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>JSON: a digest of everything that the report said, by name.</summary>
    public required string Digests { get; init; }

    /// <summary>JSON: what the report said, by name; null once erased.</summary>
    public string? Content { get; init; }

    /// <summary>What decides who gets at it.</summary>
    public Held Held => new(Department, Visibility, IsDanger);
}
