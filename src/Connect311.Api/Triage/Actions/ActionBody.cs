using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Actions;

/// <summary>Reads what is said with an action of the <see cref="Lifecycle"/>, on one request or on an incident.</summary>
internal static class ActionBody
{
    /// <returns>
    /// The action, or the refusal. The faults are those of a closing: what it must say depends on the request, so they are told
    /// once that was looked at.
    /// </returns>
    public static async Task<(StaffAction? Read, List<Fault> Faults, ProblemResult? Refusal)> ReadAsync(string action, HttpContext context)
    {
        var transition = Lifecycle.Of(action);
        using var body = await RequestBody.ReadAsync(context, optional: transition.Needs.Count == 0);
        if (body.Problem is { } unreadable)
        {
            return (null, [], unreadable);
        }

        var faults = new List<Fault>();
        var read = StaffAction.Read(new ObjectReader(body.Root, "", faults), transition, Caller.Of(context.User));
        return faults.Count > 0 && action != Lifecycle.Close
            ? (null, [], new(ProblemCode.ValidationFailed, faults))
            : (read, faults, null);
    }
}
