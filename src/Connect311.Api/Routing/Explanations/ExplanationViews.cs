using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Routing.Explanations;

/// <summary>An explanation as staff read it, with the names that the city had for its codes.</summary>
/// <param name="city">The city as it was when it decided.</param>
/// <param name="type">The service type as it was.</param>
/// <param name="typeText">The city's own words for an imported type; null otherwise.</param>
internal sealed class ExplanationViews(Explanation explanation, City city, ServiceType type, string? typeText, string language)
{
    private readonly ExplanationTexts _texts = new(city, type, language);

    /// <summary>What is decided now.</summary>
    /// <param name="priority">1 (urgent) to 4, danger and staleness counted.</param>
    public ExplainedDecision Decided(int priority)
    {
        var decision = explanation.Decision;
        return new(
            Department(decision.Department),
            decision.Queue,
            priority,
            decision.Rule,
            decision.Reason.In(language),
            decision.Note?.In(language),
            decision.NeedsAnswerTo is { } question ? Question(question) : null);
    }

    public ExplainedReport Report(Submission submission)
    {
        var input = explanation.Input;
        var local = TimeZoneInfo.ConvertTime(input.ReceivedAt, TimeZoneInfo.FindSystemTimeZoneById(input.TimeZone));
        return new(
            new(input.ServiceType, typeText ?? type.Name.In(language)),
            input.Group is { } group ? new(group, city.Catalog.GroupName(group, language)) : null,
            input.Channel,
            input.ReceivedAt,
            local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            input.TimeZone,
            [.. input.Answers.Select(answer => Answer(answer.Key, answer.Value))],
            new(input.HasDescription, input.Phrases),
            submission.Location is { } point ? new(point.Latitude, point.Longitude, point.AccuracyMetres) : null,
            input.Areas is null ? null : Areas(input.Areas));
    }

    public ExplainedRule[] Considered() => [.. explanation.Considered.Select(rule => new ExplainedRule(
        rule.Rule,
        Department(rule.Department),
        rule.Outcome,
        rule.Condition,
        rule.Because?.Found.Code,
        rule.Because is null ? null : _texts.SentenceOf(rule.Because)))];

    public ExplainedUncertainty? Uncertainty() => explanation.Decision.Uncertainty is { } uncertainty
        ? new(uncertainty.Policy, [.. uncertainty.Departments.Select(one => new LikelyDepartment(Department(one.Department), one.Rule, one.Share))])
        : null;

    public ExplainedElsewhere[] Elsewhere() => [.. explanation.PossiblePlaces.Select(place =>
        new ExplainedElsewhere(Areas(place.Areas), place.Share, Department(place.Department), place.Rule))];

    private ExplainedAnswer Answer(string question, IReadOnlyList<string> answers) =>
        new(Question(question), [.. answers.Select(answer => new Named(answer, _texts.AnswerOf(question, answer)))]);

    private Named Question(string code) => new(code, _texts.QuestionOf(code));

    private Named Department(string code) => new(code, city.Catalog.DepartmentName(code, language));

    private PublicArea[] Areas(IReadOnlyDictionary<string, string> areas) =>
        [.. areas.Select(area => new PublicArea(area.Key, area.Value, city.AreaNames.GetValueOrDefault((area.Key, area.Value), area.Value)))];
}
