using System.ComponentModel;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Numbers;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Surveys;

internal static class SurveyResultEndpoints
{
    public static void MapSurveyResults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/numbers/surveys", Read)
            .WithName("ReadSurveys")
            .WithTags("Triage")
            .RequireAuthorization(Policies.Numbers)
            .Sheds(LoadClass.List)
            .Produces<SurveyResults>()
            .Refuses(400, 401, 403, 503);
        routes.MapGet("/v1/service-requests/{trackingNumber}/surveys", ReadOne)
            .WithName("ListSurveysOfServiceRequest")
            .WithTags("Triage")
            .RequireAuthorization(Policies.Inspect)
            .Sheds(LoadClass.List)
            .Produces<SaidList>()
            .Refuses(400, 401, 403, 404, 503);
    }

    /// <summary>Counts what residents said of how their reports were closed, by department.</summary>
    /// <remarks>
    /// Of the closings within the period, for the department that closed. Where fewer than five answered, or as many as the city set, there is
    /// their number alone. Confidential requests are left out, and comments are nowhere in it.
    /// </remarks>
    internal static async Task<Results<Ok<SurveyResults>, ProblemResult>> Read(
        HttpContext context, [AsParameters] SurveyQuery query, SurveyResultDesk desk)
    {
        var faults = new List<Fault>();
        var question = desk.QuestionOf(query, Caller.Of(context.User), faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        if (Caller.Of(context.User).ToNumbers(question.Department, ofStaff: false).Refusal() is { } refusal)
        {
            return refusal;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await desk.ReadAsync(question, Languages.Of(context), context.RequestAborted));
    }

    /// <summary>Reads what was said of how one request was closed, closing by closing.</summary>
    /// <remarks>For those who may read the request; its comments are the resident's own words.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<SaidList>, ProblemResult>> ReadOne(
        string trackingNumber, HttpContext context, StaffStore staff, SurveyStore store)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        var seen = await staff.FindAsync(number, context.RequestAborted);
        if ((seen is null ? Access.Hidden : Caller.Of(context.User).ToRead(seen.Held)).Refusal() is { } refused)
        {
            return refused;
        }

        context.Response.Headers.CacheControl = "no-store";
        var said = await store.OfAsync(number, context.RequestAborted);
        return TypedResults.Ok(new SaidList([.. said.Select(Said.Of)], null));
    }
}

/// <summary>What results may be asked for.</summary>
internal sealed record SurveyQuery
{
    [Description("Only this department. Agents and supervisors get their own.")]
    [FromQuery(Name = "department")]
    public string? Department { get; init; }

    [Description("The first day of the closings, as `2026-05-01`, in the city's time zone; 30 days, `to` included, by default.")]
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [Description("The last day; today by default, and at most 366 days in all.")]
    [FromQuery(Name = "to")]
    public string? To { get; init; }
}

/// <summary>Makes results of what residents said.</summary>
internal sealed class SurveyResultDesk(SurveyStore store, CurrentCity city, IOptions<SurveyOptions> options, TimeProvider time)
{
    /// <summary>What is asked for; faults are noted.</summary>
    public NumberQuestion QuestionOf(SurveyQuery query, Caller caller, List<Fault> faults) =>
        new NumberQuery { Department = query.Department, From = query.From, To = query.To }.Read(city.Value, caller, time.Now(), faults);

    public async Task<SurveyResults> ReadAsync(NumberQuestion question, string language, CancellationToken cancellationToken)
    {
        var period = question.Parameters(city.Value.Catalog.City.TimeZone);
        var scores = await store.ResultsAsync(new(period.From, period.Until, question.Department), cancellationToken);
        var items = scores.GroupBy(row => row.Department).OrderBy(rows => rows.Key, StringComparer.Ordinal).Select(rows => SurveyResult.Of(
            new(rows.Key, city.Value.Catalog.DepartmentName(rows.Key, language)), [.. rows], options.Value.LeastAnswers));
        return new(question.From, question.To, [.. items], null);
    }
}
