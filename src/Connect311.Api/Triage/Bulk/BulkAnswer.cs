using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;

namespace Connect311.Api.Triage.Bulk;

/// <summary>What became of one of many requests.</summary>
internal static class BulkResult
{
    public const string Done = "done";
    public const string Refused = "refused";

    /// <summary>It would have gone, but nothing was changed because another refused.</summary>
    public const string NotAttempted = "not-attempted";

    public static readonly string[] All = [Done, Refused, NotAttempted];
}

/// <summary>What became of a bulk action.</summary>
/// <param name="Mode">As it was asked for.</param>
/// <param name="Action">As it was asked for.</param>
/// <param name="Done">How many were changed, or are as they should be already.</param>
/// <param name="Refused">How many refuse it.</param>
/// <param name="Items">What became of each, in the order of the call.</param>
internal sealed record BulkAnswer(
    [property: ExtensibleEnum(typeof(BulkMode))] string Mode,
    [property: ExtensibleEnum(typeof(BulkActions))] string Action,
    int Done,
    int Refused,
    IReadOnlyList<BulkItemAnswer> Items)
{
    public static BulkAnswer Of(BulkOrder order, List<BulkOutcome> outcomes, string language)
    {
        var byNumber = outcomes.ToDictionary(outcome => outcome.Item.Number.Id);
        var items = order.Items.Select(item => BulkItemAnswer.Of(byNumber[item.Number.Id], language)).ToList();
        return new(
            order.Mode,
            order.Action,
            items.Count(item => item.Result == BulkResult.Done),
            items.Count(item => item.Result == BulkResult.Refused),
            items);
    }
}

/// <summary>What became of one request.</summary>
/// <param name="TrackingNumber">Its number.</param>
/// <param name="Result">done; refused; or not-attempted, where it would have gone and another refused.</param>
/// <param name="Status">The HTTP status that the action alone would have: 200 where it is done, 424 where it was not attempted.</param>
/// <param name="Version">Its version then; null where it was not changed.</param>
/// <param name="Problem">Why it refuses; null where it does not.</param>
internal sealed record BulkItemAnswer(
    string TrackingNumber,
    [property: ExtensibleEnum(typeof(BulkResult))] string Result,
    int Status,
    int? Version,
    [property: Required] Problem? Problem)
{
    public static BulkItemAnswer Of(BulkOutcome outcome, string language)
    {
        var number = outcome.Item.Number.ToString();
        return outcome.Version is { } version ? new(number, BulkResult.Done, StatusCodes.Status200OK, version, null)
            : outcome.Refusal is { } refusal
                ? new(number, BulkResult.Refused, refusal.Code.Status, null, refusal.Below($"/{BulkOrder.WithMember}").ToProblem(language))
            : new(number, BulkResult.NotAttempted, StatusCodes.Status424FailedDependency, null, null);
    }
}
