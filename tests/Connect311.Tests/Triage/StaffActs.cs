using Connect311.Api.Databases;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
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
        this Database database, StaffRow seen, string action, string? outcome = null, string? note = null, DateTimeOffset? at = null) =>
        database.ActOnAsync(seen, new StaffAction(action, outcome, note), at);

    /// <summary>Acts on a row that was read before, with whatever is said about it.</summary>
    public static Task<bool> ActOnAsync(this Database database, StaffRow seen, StaffAction action, DateTimeOffset? at = null)
    {
        Assert.NotNull(Lifecycle.Next(action.Action, seen.Status));
        return new StaffStore(database).ChangeAsync(
            seen, Step.Of(seen, action, "agent", at ?? TestRequests.Noon.AddHours(1), clocks: null), TestContext.Current.CancellationToken);
    }
}
