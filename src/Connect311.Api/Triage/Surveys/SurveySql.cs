using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Surveys;

/// <summary>The statements of what residents say of closings.</summary>
internal sealed record SurveySql
{
    public static SurveySql Instance { get; } = new();

    /// <summary>The closing that stands; nothing where the request is not closed, or was imported so.</summary>
    [Parameters(typeof(StaffSql.IdParameters))]
    public string Find { get; } = """
        SELECT c.EventNumber, c.At
        FROM Closing c
        JOIN ServiceRequest r ON r.Id = c.RequestId
        WHERE c.RequestId = @Id AND c.IsReopened = 0 AND r.Status = 'closed' AND r.Department <> '';
        """;

    /// <summary>Changes nothing, and locks the row: words are kept only where none of the resident's were erased, or are to be.</summary>
    [Parameters(typeof(StaffSql.IdParameters))]
    public string KeepWords { get; } = """
        UPDATE ServiceRequest
        SET ErasedScopes = ErasedScopes
        WHERE Id = @Id AND ForgetAskedAt IS NULL AND (ErasedScopes & 22) = 0;
        """;

    /// <summary>The statement decides: a closing that was opened again meanwhile is not rated.</summary>
    [Parameters(typeof(AnswerParameters))]
    public string Answer { get; } = """
        UPDATE Closing
        SET SurveyScore = @Score, SurveyComment = @Comment, SurveyedAt = @At
        WHERE RequestId = @Id AND EventNumber = @EventNumber AND IsReopened = 0;
        """;

    /// <summary>What was said of a request, closing by closing.</summary>
    [Parameters(typeof(StaffSql.IdParameters))]
    public string OfRequest { get; } = """
        SELECT At, Department, SurveyScore, SurveyComment, SurveyedAt
        FROM Closing
        WHERE RequestId = @Id AND SurveyScore IS NOT NULL
        ORDER BY EventNumber;
        """;

    /// <summary>How often each score was given, by department, for the closings of a period; confidential requests are left out.</summary>
    [Parameters(typeof(ResultParameters))]
    public string Results { get; } = """
        SELECT c.Department, c.SurveyScore AS Score, COUNT(*) AS Answers
        FROM Closing c
        JOIN ServiceRequest r ON r.Id = c.RequestId
        WHERE c.At >= @From AND c.At < @Until AND c.SurveyScore IS NOT NULL
          AND r.Visibility <> 'confidential'
          AND (@Department IS NULL OR c.Department = @Department)
        GROUP BY c.Department, c.SurveyScore;
        """;

    internal sealed record AnswerParameters(long Id, int EventNumber, int Score, string? Comment, DateTimeOffset At);

    internal sealed record ResultParameters(DateTimeOffset From, DateTimeOffset Until, string? Department);
}

/// <summary>The closing that may be rated.</summary>
internal sealed record RatedClosing
{
    public required int EventNumber { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What was said of one closing.</summary>
internal sealed record SurveyRow
{
    public required DateTimeOffset At { get; init; }

    public required string Department { get; init; }

    public required int SurveyScore { get; init; }

    public string? SurveyComment { get; init; }

    public required DateTimeOffset SurveyedAt { get; init; }
}

/// <summary>How often a score was given to a department.</summary>
internal sealed record ScoreRow
{
    public required string Department { get; init; }

    public required int Score { get; init; }

    public required int Answers { get; init; }
}
