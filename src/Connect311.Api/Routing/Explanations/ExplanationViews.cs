using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Routing.Explanations;

/// <summary>An explanation as staff read it, with the names that the city had for its codes.</summary>
internal sealed class ExplanationViews(Redecision again, string? typeText, string language)
{
    private readonly City _city = again.City;
    private readonly ExplanationTexts _texts = new(again.City, again.Type, language);

    /// <summary>What is decided now.</summary>
    public ExplainedDecision Decided()
    {
        var decision = again.Explanation.Decision;
        return new(
            Department(decision.Department),
            decision.Queue,
            again.Priority,
            decision.Rule,
            decision.Reason.In(language),
            decision.Note?.In(language),
            decision.NeedsAnswerTo is { } question ? Question(question) : null);
    }

    public ExplainedReport Report(Submission submission)
    {
        var input = again.Explanation.Input;
        var local = TimeZoneInfo.ConvertTime(input.ReceivedAt, TimeZoneInfo.FindSystemTimeZoneById(input.TimeZone));
        return new(
            new(input.ServiceType, typeText ?? again.Type.Name.In(language)),
            input.Group is { } group ? new(group, _city.Catalog.GroupName(group, language)) : null,
            input.Channel,
            input.ReceivedAt,
            local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            input.TimeZone,
            [.. input.Answers.Select(answer => Answer(answer.Key, answer.Value))],
            new(input.HasDescription, input.Phrases),
            submission.Location is { } point ? new(point.Latitude, point.Longitude, point.AccuracyMetres) : null,
            input.Areas is null ? null : Areas(input.Areas));
    }

    public ExplainedRule[] Considered() => [.. again.Explanation.Considered.Select(rule => new ExplainedRule(
        rule.Rule,
        Department(rule.Department),
        rule.Outcome,
        rule.Condition,
        rule.Because?.Found.Code,
        rule.Because is null ? null : _texts.SentenceOf(rule.Because)))];

    public ExplainedUncertainty? Uncertainty() => again.Explanation.Decision.Uncertainty is { } uncertainty
        ? new(uncertainty.Policy, [.. uncertainty.Departments.Select(one => new LikelyDepartment(Department(one.Department), one.Rule, one.Share))])
        : null;

    public ExplainedElsewhere[] Elsewhere() => [.. again.Explanation.PossiblePlaces.Select(place =>
        new ExplainedElsewhere(Areas(place.Areas), place.Share, Department(place.Department), place.Rule))];

    private ExplainedAnswer Answer(string question, IReadOnlyList<string> answers) =>
        new(Question(question), [.. answers.Select(answer => new Named(answer, _texts.AnswerOf(question, answer)))]);

    private Named Question(string code) => new(code, _texts.QuestionOf(code));

    private Named Department(string code) => new(code, _city.Catalog.DepartmentName(code, language));

    private PublicArea[] Areas(IReadOnlyDictionary<string, string> areas) =>
        [.. areas.Select(area => new PublicArea(area.Key, area.Value, _city.AreaNames.GetValueOrDefault((area.Key, area.Value), area.Value)))];
}
