using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Actions;

internal static class LifecycleEndpoints
{
    public static void MapLifecycle(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/lifecycle", Find)
            .WithName("FindLifecycle")
            .WithTags("Catalogue")
            .AllowAnonymous()
            .Produces<LifecycleView>();

    /// <summary>Tells how a request goes from status to status.</summary>
    /// <remarks>
    /// Every action with the statuses in which it may be done, the status that it leads to, who may do it, what must and what
    /// may be said with it, and what it does to the clocks of the service level. What a call may do now is in <c>actions</c>
    /// of the request, and in <c>allowed</c> of a refusal.
    /// </remarks>
    internal static Ok<LifecycleView> Find(HttpContext context)
    {
        var language = Languages.Of(context);
        var headers = context.Response.Headers;
        headers.ContentLanguage = language;
        headers.Vary = "Accept-Language";
        headers.CacheControl = "public, max-age=3600";
        return TypedResults.Ok(LifecycleView.In(language));
    }
}

/// <summary>How a request goes from status to status.</summary>
/// <param name="Statuses">Every status.</param>
/// <param name="Transitions">Every action.</param>
/// <param name="WaitingFor">What a request can wait for.</param>
internal sealed record LifecycleView(
    IReadOnlyList<StatusView> Statuses, IReadOnlyList<TransitionView> Transitions, IReadOnlyList<Named> WaitingFor)
{
    public static LifecycleView In(string language) => new(
        [.. RequestStatus.All.Select(status => new StatusView(status, Texts.Status(status, language), RequestStatus.IsOpen(status)))],
        [.. Lifecycle.Transitions.Select(TransitionView.Of)],
        [.. Triage.WaitingFor.All.Select(code => new Named(code, Texts.WaitingFor(code, language)))]);
}

/// <summary>A status of a request.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name in the caller's language.</param>
/// <param name="Open">Whether work is still to be done; never changes its meaning.</param>
internal sealed record StatusView(string Code, string Name, bool Open);

/// <summary>What can be done to a request.</summary>
/// <param name="Action">What is done.</param>
/// <param name="From">The statuses in which it may be done.</param>
/// <param name="To">The status after it.</param>
/// <param name="By">Who may: a role, <c>department</c> (a department's own system), <c>resident</c> (by the reporter key) or <c>program</c>.</param>
/// <param name="Needs">The members that its body must have.</param>
/// <param name="Takes">The members that its body may have.</param>
/// <param name="Outcomes">The outcomes that it may have; empty where the service type names them, or there is none.</param>
/// <param name="Clocks">What it does to the clocks of the service level.</param>
/// <param name="Event">The event that tells of it.</param>
internal sealed record TransitionView(
    [property: ExtensibleEnum(typeof(Lifecycle))] string Action,
    [property: ExtensibleEnum(typeof(RequestStatus))] IReadOnlyList<string> From,
    [property: ExtensibleEnum(typeof(RequestStatus))] string To,
    IReadOnlyList<string> By,
    [property: ExtensibleEnum(typeof(StepMember))] IReadOnlyList<string> Needs,
    [property: ExtensibleEnum(typeof(StepMember))] IReadOnlyList<string> Takes,
    IReadOnlyList<string> Outcomes,
    IReadOnlyList<ClockEffectView> Clocks,
    [property: ExtensibleEnum(typeof(EventKind))] string Event)
{
    public static TransitionView Of(Transition transition) => new(
        transition.Action,
        transition.From,
        transition.To,
        transition.By,
        transition.Needs,
        transition.Takes,
        transition.Outcomes,
        [.. transition.Clocks.Select(effect => new ClockEffectView(effect.Clock, effect.Effect))],
        transition.Event);
}

/// <summary>What an action does to a clock of the service level.</summary>
/// <param name="Clock">Until when it runs: acknowledge, inspect or resolve.</param>
/// <param name="Effect">What becomes of it: starts, stops, pauses or resumes.</param>
internal sealed record ClockEffectView(
    [property: ExtensibleEnum(typeof(ClockName))] string Clock, [property: ExtensibleEnum(typeof(Effect))] string Effect);
