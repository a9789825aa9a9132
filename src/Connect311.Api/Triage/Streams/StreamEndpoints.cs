using System.ComponentModel;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Triage.Streams;

internal static class StreamEndpoints
{
    public static void MapStreams(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/departments/{code}/stream", Stream)
            .WithName("StreamQueue")
            .NeverSheds()
            .WithTags("Triage")
            .RequireAuthorization(Policies.Queue)
            .Produces<QueueChange>(StatusCodes.Status200OK, "text/event-stream")
            .Refuses(400, 401, 403, 404, 503);

    /// <summary>Streams what enters, changes and leaves a department's queue, as it happens.</summary>
    /// <remarks>
    /// Server-sent events. The types <c>entered</c>, <c>changed</c> and <c>left</c> each carry as their data what is shown here; <c>heartbeat</c>
    /// comes at the start and every 15 seconds; <c>reset</c> says that too much was missed: read the queue again. Read the queue
    /// after the first heartbeat, and nothing is missed in between. Streams end after a minute; a browser's EventSource comes
    /// again by itself with the last id that it got, and is told what happened meanwhile.
    /// </remarks>
    /// <param name="code">The department's code, such as <c>DOT</c>.</param>
    internal static Results<ServerSentEventsResult<string>, ProblemResult> Stream(
        string code,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that was read; what came behind it is sent first.")] string? lastEventId,
        HttpContext context,
        QueueStream stream,
        CurrentCity city)
    {
        if (!city.Value.Catalog.Departments.ContainsKey(code))
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var caller = Caller.Of(context.User);
        if (caller.ToQueue(code).Refusal() is { } refused)
        {
            return refused;
        }

        if (!TryReadPosition(lastEventId, out var seen))
        {
            return new ProblemResult(ProblemCode.ValidationFailed, [new Fault("/lastEventId", FaultCodes.BadCursor)]);
        }

        if (!stream.HasRoom)
        {
            return new ProblemResult(ProblemCode.Busy);
        }

        // nginx gathers answers unless told.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var scope = new StreamScope(code, caller.SeesConfidentialOf(code));
        return TypedResults.ServerSentEvents(stream.ReadAsync(scope, seen, context.Abort, context.RequestAborted));
    }

    /// <summary>A position; one that is not named is read as null.</summary>
    private static bool TryReadPosition(string? text, out long? position)
    {
        position = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
        {
            return false;
        }

        position = read;
        return true;
    }
}
