namespace Connect311.Benchmarks.State;

/// <summary>What must hold of what stands beside the requests: photos, messages to residents, surveys. Each counts what breaks it.</summary>
internal static class BesideSql
{
    /// <summary>Each with the kind of its anomaly, and what it counts.</summary>
    public static readonly (string Kind, string What, string Sql)[] All =
    [
        (StateAudit.Half, "deliveries without their event", LooseDeliveries),
        (StateAudit.State, "events that are told to one subscription more than once", DoubledDeliveries),
        (StateAudit.Gap, "deliveries that would be made again, or events that never become some", DeliveriesBeyondFeed),
        (StateAudit.State, "deliveries that are done and wait, or neither", UndecidedDeliveries),
        (StateAudit.State, "ended subscriptions with an address", KeptAddresses),
        (StateAudit.Half, "pushes to devices that are not there", LoosePushes),
        (StateAudit.State, "photos unlike their status", OddPhotos),
        (StateAudit.State, "photos that are kept for no request", KeptPhotos),
        (StateAudit.Half, "released photos and evidence without their photo", MissingPhotos),
        (StateAudit.Half, "photos that no event named", UnnamedPhotos),
        (StateAudit.Half, "surveys without their closing, or half of one", LooseSurveys),
    ];

    /// <summary>Below 0 are the askings to confirm, which are of no event.</summary>
    private const string LooseDeliveries = """
        SELECT COUNT(*)
        FROM Delivery d
        WHERE d.Position > 0
          AND NOT EXISTS (
            SELECT 1 FROM ServiceRequestEvent e WHERE e.Position = d.Position AND e.RequestId = d.RequestId AND e.Number = d.EventNumber);
        """;

    private const string DoubledDeliveries = """
        SELECT COUNT(*)
        FROM (
            SELECT 1
            FROM Delivery
            WHERE Position > 0
            GROUP BY RequestId, EventNumber, SubscriptionId
            HAVING COUNT(*) > 1);
        """;

    private const string DeliveriesBeyondFeed = """
        SELECT (SELECT COUNT(*) FROM Delivery d WHERE d.Position > f.Position)
            + (SELECT COUNT(*) FROM FeedPosition e WHERE f.Position > e.Position)
        FROM DeliveryFeed f
        WHERE f.Id = 1;
        """;

    private const string UndecidedDeliveries = """
        SELECT COUNT(*)
        FROM Delivery
        WHERE (State IN ('sent', 'dead', 'dropped')) <> (DoneAt IS NOT NULL);
        """;

    private const string KeptAddresses = """
        SELECT COUNT(*)
        FROM Subscription
        WHERE EndedAt IS NOT NULL AND SealedAddress IS NOT NULL;
        """;

    private const string LoosePushes = """
        SELECT COUNT(*)
        FROM Subscription s
        WHERE s.RequestId IS NULL AND NOT EXISTS (SELECT 1 FROM Device d WHERE d.Id = s.Id AND d.RevokedAt IS NULL);
        """;

    private const string OddPhotos = """
        SELECT COUNT(*)
        FROM Photo
        WHERE (Status = 'ready' AND (LargeName IS NULL OR SmallName IS NULL))
           OR (Status = 'processing' AND (LargeName IS NOT NULL OR SmallName IS NOT NULL))
           OR (Status = 'refused' AND Refusal IS NULL);
        """;

    /// <summary>Whatever is not to be looked at before the year 8000 is kept for ever.</summary>
    private const string KeptPhotos = """
        SELECT COUNT(*)
        FROM Photo p
        WHERE p.CollectAt > 200000000000000
          AND NOT EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.PhotoId = p.Id AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt);
        """;

    private const string MissingPhotos = """
        SELECT COUNT(*)
        FROM RequestPhoto l
        WHERE (l.ReleasedAt IS NOT NULL OR l.EventNumber > 1)
          AND NOT EXISTS (
            SELECT 1 FROM Photo p
            WHERE p.Id = l.PhotoId AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt
              AND p.Status IN ('processing', 'ready', 'refused') AND (l.ReleasedAt IS NULL OR p.Status = 'ready'));
        """;

    private const string UnnamedPhotos = """
        SELECT COUNT(*)
        FROM RequestPhoto l
        WHERE NOT EXISTS (SELECT 1 FROM ServiceRequestEvent e WHERE e.RequestId = l.RequestId AND e.Number = l.EventNumber);
        """;

    private const string LooseSurveys = """
        SELECT COUNT(*)
        FROM Closing c
        WHERE (c.SurveyScore IS NOT NULL OR c.SurveyComment IS NOT NULL OR c.SurveyedAt IS NOT NULL)
          AND (c.SurveyScore IS NULL OR c.SurveyScore NOT BETWEEN 1 AND 5 OR c.SurveyedAt IS NULL OR c.SurveyedAt < c.At
            OR NOT EXISTS (SELECT 1 FROM ServiceRequestEvent e WHERE e.RequestId = c.RequestId AND e.Number = c.EventNumber AND e.Kind = 'closed'));
        """;
}
