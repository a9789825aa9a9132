using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Triage;

/// <summary>What staff do, as the desk hands it to the store.</summary>
internal static class StaffActs
{
    /// <summary>Reads the request and acts on what was read.</summary>
    public static async Task<bool> ActAsync(
        this Database database, long id, string action, string? outcome = null, string? note = null, DateTimeOffset? at = null) =>
        await database.ActOnAsync(await database.RowAsync(id), action, outcome, note, at);

    /// <summary>Acts on a row that was read before.</summary>
    public static Task<bool> ActOnAsync(
        this Database database, StaffRow seen, string action, string? outcome = null, string? note = null, DateTimeOffset? at = null)
    {
        var after = new EventData(Lifecycle.Next(action, seen.Status)!, seen.Department, outcome);
        var details = new Dictionary<string, string> { ["actor"] = "agent" };
        if (note is not null)
        {
            details["note"] = note;
        }

        var kind = action == Lifecycle.Close ? EventKind.Closed : EventKind.Acknowledged;
        var happened = new NewEvent(kind, at ?? TestRequests.Noon.AddHours(1), NewEvent.Json(after), details);
        return new StaffStore(database).ChangeAsync(seen, happened, after, TestContext.Current.CancellationToken);
    }
}
