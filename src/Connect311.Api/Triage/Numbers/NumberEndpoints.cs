using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Numbers;

internal static class NumberEndpoints
{
    public static void MapNumbers(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/numbers", Read)
            .WithName("ReadNumbers")
            .Sheds(LoadClass.List)
            .WithTags("Triage")
            .RequireAuthorization(Policies.Numbers)
            .Produces<NumberList>()
            .Refuses(400, 401, 403, 503);

    /// <summary>Counts requests and closings, and how long they took, by department, service type, area, month or agent.</summary>
    /// <remarks>
    /// Of the requests that came in within the period, wherever they came from, imported ones included. Each counts for the
    /// department that has it now, its present service type and place, and the month in the city's time zone in which it came
    /// in. A transfer counts for the department that sent it on, a closing with its disputes for the department, and with
    /// <c>by=agent</c> for the member of staff, that closed. Times run from when the request came in, day and night: to when
    /// a department first said that it has it (acknowledged, begun, asked the resident or closed), and to the closing that holds.
    /// They stand beside how many they rest on, and are null where that is none. Half (<c>median</c>) and nine in ten
    /// (<c>p90</c>) took at most so long. Confidential requests count for the department that has them now alone. What each
    /// member of staff closed is for supervisors, operators and administrators.
    /// </remarks>
    internal static async Task<Results<Ok<NumberList>, ProblemResult>> Read(
        HttpContext context, [AsParameters] NumberQuery query, NumberStore store, CurrentCity city, TimeProvider time)
    {
        var (caller, now, faults) = (Caller.Of(context.User), time.Now(), new List<Fault>());
        var question = query.Read(city.Value, caller, now, faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        if (caller.ToNumbers(question.Department, ofStaff: question.By == NumbersBy.Agent).Refusal() is { } refusal)
        {
            return refusal;
        }

        var groups = await store.ReadAsync(question, city.Value.Catalog.City.TimeZone, now, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(NumberList.Of(question, groups, now, city.Value, Languages.Of(context)));
    }
}
