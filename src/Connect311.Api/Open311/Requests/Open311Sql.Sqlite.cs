namespace Connect311.Api.Open311.Requests;

/// <content>SQLite.</content>
internal sealed partial record Open311Sql
{
    public static Open311Sql Sqlite { get; } = new()
    {
        Newest = """
            SELECT Id
            FROM ServiceRequest
            WHERE ReceivedAt >= @Since AND ReceivedAt <= @Until
              AND Visibility <> 'confidential' AND Status <> 'submitted' AND Department <> ''
              AND (@IsOpen IS NULL OR IsOpen = @IsOpen)
              AND (@ServiceTypes IS NULL OR ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
              AND (@Departments IS NULL OR Department IN (SELECT value FROM json_each(@Departments)))
              AND (@Area IS NULL OR (Visibility = 'public' AND Areas LIKE @Area))
              AND (@South IS NULL OR (Visibility = 'public'
                  AND PublicLatitude >= @South AND PublicLatitude <= @North AND PublicLongitude >= @West AND PublicLongitude <= @East))
              AND (@Metres IS NULL OR (Visibility = 'public'
                  AND (PublicLatitude - @Latitude) * @MetresNorth * (PublicLatitude - @Latitude) * @MetresNorth
                      + (PublicLongitude - @Longitude) * @MetresEast * (PublicLongitude - @Longitude) * @MetresEast <= @Metres * @Metres))
            ORDER BY ReceivedAt DESC, Id DESC
            LIMIT @Take OFFSET @Skip;
            """,
        Oldest = """
            SELECT Id, ReceivedAt
            FROM ServiceRequest
            WHERE ReceivedAt >= @Since AND ReceivedAt <= @Until AND (ReceivedAt > @Since OR Id > @AfterId)
              AND Visibility <> 'confidential' AND Status <> 'submitted' AND Department <> ''
              AND (@Departments IS NULL OR Department IN (SELECT value FROM json_each(@Departments)))
              AND (@Area IS NULL OR (Visibility = 'public' AND Areas LIKE @Area))
            ORDER BY ReceivedAt, Id
            LIMIT @Take;
            """,
        Changed = """
            SELECT Id
            FROM ServiceRequest
            WHERE UpdatedAt >= @Since AND UpdatedAt <= @Until
              AND (@ReceivedSince IS NULL OR ReceivedAt >= @ReceivedSince)
              AND (@ReceivedUntil IS NULL OR ReceivedAt <= @ReceivedUntil)
              AND Visibility <> 'confidential' AND Status <> 'submitted' AND Department <> ''
              AND (@IsOpen IS NULL OR IsOpen = @IsOpen)
              AND (@ServiceTypes IS NULL OR ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
              AND (@Departments IS NULL OR Department IN (SELECT value FROM json_each(@Departments)))
              AND (@Area IS NULL OR (Visibility = 'public' AND Areas LIKE @Area))
              AND (@South IS NULL OR (Visibility = 'public'
                  AND PublicLatitude >= @South AND PublicLatitude <= @North AND PublicLongitude >= @West AND PublicLongitude <= @East))
              AND (@Metres IS NULL OR (Visibility = 'public'
                  AND (PublicLatitude - @Latitude) * @MetresNorth * (PublicLatitude - @Latitude) * @MetresNorth
                      + (PublicLongitude - @Longitude) * @MetresEast * (PublicLongitude - @Longitude) * @MetresEast <= @Metres * @Metres))
            ORDER BY UpdatedAt DESC, Id DESC
            LIMIT @Take OFFSET @Skip;
            """,
        Descriptions = """
            SELECT Id, Description
            FROM ServiceRequest
            WHERE Id IN (SELECT value FROM json_each(@Ids)) AND Visibility = 'public' AND Description IS NOT NULL;
            """,
    };
}
