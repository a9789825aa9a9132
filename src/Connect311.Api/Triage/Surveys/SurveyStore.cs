using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Surveys;

/// <summary>Keeps what residents say of how their reports were closed.</summary>
internal sealed class SurveyStore(Database database)
{
    private static readonly SurveySql Sql = SurveySql.Instance;

    /// <summary>The closing that stands; null where there is none.</summary>
    public Task<RatedClosing?> FindAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<RatedClosing>(Sql.Find, new StaffSql.IdParameters(number.Id), cancellationToken);

    /// <summary>Keeps a score, in the place of an earlier one; and what is said with it, unless the resident's words were erased or are to be.</summary>
    /// <returns>False when the request was opened again meanwhile.</returns>
    public async Task<bool> AnswerAsync(
        TrackingNumber number, int eventNumber, (int Score, string? Comment) answer, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var wanted = new SurveySql.AnswerParameters(number.Id, eventNumber, answer.Score, answer.Comment, at);
        var withWords = new Write().Change(Sql.KeepWords, new StaffSql.IdParameters(number.Id)).Change(Sql.Answer, wanted);
        return await database.WriteAsync(withWords, cancellationToken)
            || await database.WriteAsync(new Write().Change(Sql.Answer, wanted with { Comment = null }), cancellationToken);
    }

    /// <summary>What was said of a request, closing by closing.</summary>
    public Task<List<SurveyRow>> OfAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.QueryAsync<SurveyRow>(Sql.OfRequest, new StaffSql.IdParameters(number.Id), cancellationToken);

    /// <summary>How often each score was given for closings of a period.</summary>
    public Task<List<ScoreRow>> ResultsAsync(SurveySql.ResultParameters period, CancellationToken cancellationToken) =>
        database.QueryAsync<ScoreRow>(Sql.Results, period, cancellationToken);
}
