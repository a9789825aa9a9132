using Connect311.Api.Databases;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Triage.Clarifications;

/// <summary>
/// Lets the work go on where the resident did not answer in time. Every node tries; the version of the row decides who of them
/// does it, so each is done once.
/// </summary>
internal sealed partial class ClarificationExpiry(
    Database database, ResidentDesk desk, TimeProvider time, ILogger<ClarificationExpiry> logger) : RecurringService(time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int PageSize = 200;

    private readonly ClarificationSql _sql = ClarificationSql.For(database.Engine);

    /// <summary>Lets those go on whose time is over.</summary>
    public async Task ExpireAsync(CancellationToken cancellationToken)
    {
        var expired = await database.QueryAsync<long>(_sql.Expired, new ClarificationSql.ExpiredParameters(Time.Now(), PageSize), cancellationToken);
        foreach (var id in expired)
        {
            await desk.ActAsync(
                new(id),
                new StaffAction(Lifecycle.Expire),
                row => ValueTask.FromResult(row.AnswerUntil <= Time.Now() ? StepGate.Pass : StepGate.Done),
                cancellationToken);
        }
    }

    protected override TimeSpan Every => Interval;

    protected override Task TurnAsync(CancellationToken cancellationToken) => ExpireAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(logger, error);

    [LoggerMessage(LogLevel.Error, "Requests whose residents did not answer could not go on.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}

/// <summary>Which residents did not answer in time.</summary>
internal sealed record ClarificationSql
{
    public static ClarificationSql Sqlite { get; } = new()
    {
        Expired = """
            SELECT Id
            FROM ServiceRequest
            WHERE AnswerUntil IS NOT NULL AND AnswerUntil <= @Now
            ORDER BY AnswerUntil
            LIMIT @Take;
            """,
    };

    public static ClarificationSql SqlServer { get; } = new()
    {
        Expired = """
            SELECT TOP (@Take) Id
            FROM ServiceRequest
            WHERE AnswerUntil IS NOT NULL AND AnswerUntil <= @Now
            ORDER BY AnswerUntil;
            """,
    };

    /// <summary>Whatever their Visibility: none is shown to anybody.</summary>
    [Parameters(typeof(ExpiredParameters))]
    public required string Expired { get; init; }

    public static ClarificationSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record ExpiredParameters(DateTimeOffset Now, int Take);
}
