using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Actions;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Bulk;

/// <summary>What becomes of the rest where some requests refuse.</summary>
internal static class BulkMode
{
    /// <summary>Nothing is changed.</summary>
    public const string AllOrNothing = "all-or-nothing";

    /// <summary>It is done to the others.</summary>
    public const string BestEffort = "best-effort";

    public static readonly string[] All = [AllOrNothing, BestEffort];
}

/// <summary>What is to be done to many requests.</summary>
/// <param name="Mode">A <see cref="BulkMode"/>.</param>
/// <param name="Action">One of <see cref="BulkActions.All"/>.</param>
/// <param name="Items">Each request once, in the order of the call.</param>
internal sealed record BulkOrder(string Mode, string Action, IReadOnlyList<Sighting> Items)
{
    public const int MostItems = 1_000;

    /// <summary>A readable list of so many, with the longest words.</summary>
    public const int MaxBytes = 512 * 1024;

    public const string WithMember = "with";

    private const string ItemsMember = "items";
    private const string NumberMember = "trackingNumber";

    private static readonly JsonElement Empty = JsonSerializer.SerializeToElement(new { });

    /// <summary>Reads a body but for what is said with the action; what is wrong with it is noted, by field.</summary>
    public static BulkOrder Read(ObjectReader root)
    {
        root.Require("mode");
        root.Require("action");
        root.Require(ItemsMember);
        if (root.IsEmptyList(ItemsMember))
        {
            root.Add(ItemsMember, FaultCodes.Required);
        }

        return new(
            root.OneOf("mode", BulkMode.All) ?? BulkMode.AllOrNothing,
            root.OneOf("action", BulkActions.All) ?? BulkActions.Note,
            ItemsIn(root));
    }

    /// <summary>What is said with the action; an empty object where it is left out.</summary>
    public static ObjectReader With(ObjectReader root) =>
        root.Has(WithMember) ? root.Object(WithMember) ?? new(Empty, root.At(WithMember), []) : new(Empty, root.At(WithMember), root.Faults);

    private static List<Sighting> ItemsIn(ObjectReader root)
    {
        var items = new List<Sighting>();
        var seen = new HashSet<long>();
        foreach (var item in root.Objects(ItemsMember, MostItems))
        {
            item.Require("version");
            var number = NumberIn(item);
            var version = item.Whole("version", 1);
            item.End();
            if (number is not null && !seen.Add(number.Value.Id))
            {
                item.Add(NumberMember, FaultCodes.Duplicate);
            }
            else if (number is not null && version is not null)
            {
                items.Add(new(number.Value, version.Value));
            }
        }

        return items;
    }

    private static TrackingNumber? NumberIn(ObjectReader item)
    {
        if (item.RequiredText(NumberMember, 30) is not { Length: > 0 } text)
        {
            return null;
        }

        if (NumberInRoute.Read(text, NumberMember, out var refusal) is { } number)
        {
            return number;
        }

        item.Faults.AddRange(refusal!.Below(item.Pointer).Faults);
        return null;
    }
}
