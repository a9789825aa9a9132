using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Routing.Simulation;

internal static class SimulationEndpoints
{
    public static void MapSimulation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/routing/simulate", Simulate)
            .WithName("SimulateRouting")
            .WithTags("Routing")
            .RequireAuthorization(Policies.TryRules)
            .Accepts<SimulatedReport>("application/json")
            .Produces<SimulationView>()
            .Refuses(400, 401, 403, 404, 409, 413, 415, 503);

    /// <summary>Tries a report out on a version of the rule set.</summary>
    /// <remarks>
    /// Says which department would get it and why, as any version decides, drafts too. Nothing is stored or sent. What the
    /// catalogue would refuse of the report is listed, and does not stop it from being tried.
    /// </remarks>
    internal static async Task<Results<Ok<SimulationView>, ProblemResult>> Simulate(
        HttpContext context, TrialRules trials, CurrentCity city, TimeProvider time)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var now = city.Value;
        var faults = new List<Fault>();
        var report = SimulatedReport.Read(body.Root, faults);
        var type = now.Catalog.ServiceTypesByCode.GetValueOrDefault(report.ServiceType);
        if (report.ServiceType.Length > 0 && type is not { IsRequest: true })
        {
            faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var trial = await trials.FindAsync(report.Version, context.RequestAborted);
        if (trial is not TrialRules.Ending.Found found)
        {
            return trial.ToProblem();
        }

        var simulated = Simulated.Of(report, type!, found.Rules, now, time.Now());
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(SimulationView.Of(found.Rules.Explain(simulated.Input), simulated, type!, now, Languages.Of(context)));
    }

    /// <summary>The refusal of a rule set that cannot be tried.</summary>
    public static ProblemResult ToProblem(this TrialRules.Ending trial) => trial switch
    {
        TrialRules.Ending.Unknown => new(ProblemCode.NotFound, [new("/version", FaultCodes.Undefined, "what", "a version of the rule set")]),
        TrialRules.Ending.Unreadable unreadable => new(ProblemCode.RuleSetUnreadable, unreadable.Faults),
        _ => throw new InvalidOperationException($"{trial.GetType().Name} is no refusal."),
    };
}
