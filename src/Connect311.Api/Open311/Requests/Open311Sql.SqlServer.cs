namespace Connect311.Api.Open311.Requests;

/// <content>SQL Server.</content>
internal sealed partial record Open311Sql
{
    public static Open311Sql SqlServer { get; } = new()
    {
        Newest = """
            SELECT Id
            FROM ServiceRequest
            WHERE ReceivedAt >= @Since AND ReceivedAt <= @Until
              AND Visibility <> 'confidential' AND Status <> 'submitted' AND Department <> ''
              AND (@IsOpen IS NULL OR IsOpen = @IsOpen)
              AND (@ServiceTypes IS NULL OR ServiceType IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
              AND (@Departments IS NULL OR Department IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@Departments) WITH (Code nvarchar(20) '$')))
              AND (@Area IS NULL OR (Visibility = 'public' AND Areas LIKE @Area))
              AND (@South IS NULL OR (Visibility = 'public'
                  AND PublicLatitude >= @South AND PublicLatitude <= @North AND PublicLongitude >= @West AND PublicLongitude <= @East))
              AND (@Metres IS NULL OR (Visibility = 'public'
                  AND (PublicLatitude - @Latitude) * @MetresNorth * (PublicLatitude - @Latitude) * @MetresNorth
                      + (PublicLongitude - @Longitude) * @MetresEast * (PublicLongitude - @Longitude) * @MetresEast <= @Metres * @Metres))
            ORDER BY ReceivedAt DESC, Id DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY;
            """,
        Oldest = """
            SELECT TOP (@Take) Id, ReceivedAt
            FROM ServiceRequest
            WHERE ReceivedAt >= @Since AND ReceivedAt <= @Until AND (ReceivedAt > @Since OR Id > @AfterId)
              AND Visibility <> 'confidential' AND Status <> 'submitted' AND Department <> ''
              AND (@Departments IS NULL OR Department IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@Departments) WITH (Code nvarchar(20) '$')))
              AND (@Area IS NULL OR (Visibility = 'public' AND Areas LIKE @Area))
            ORDER BY ReceivedAt, Id;
            """,
        Changed = """
            SELECT Id
            FROM ServiceRequest
            WHERE UpdatedAt >= @Since AND UpdatedAt <= @Until
              AND (@ReceivedSince IS NULL OR ReceivedAt >= @ReceivedSince)
              AND (@ReceivedUntil IS NULL OR ReceivedAt <= @ReceivedUntil)
              AND Visibility <> 'confidential' AND Status <> 'submitted' AND Department <> ''
              AND (@IsOpen IS NULL OR IsOpen = @IsOpen)
              AND (@ServiceTypes IS NULL OR ServiceType IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
              AND (@Departments IS NULL OR Department IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@Departments) WITH (Code nvarchar(20) '$')))
              AND (@Area IS NULL OR (Visibility = 'public' AND Areas LIKE @Area))
              AND (@South IS NULL OR (Visibility = 'public'
                  AND PublicLatitude >= @South AND PublicLatitude <= @North AND PublicLongitude >= @West AND PublicLongitude <= @East))
              AND (@Metres IS NULL OR (Visibility = 'public'
                  AND (PublicLatitude - @Latitude) * @MetresNorth * (PublicLatitude - @Latitude) * @MetresNorth
                      + (PublicLongitude - @Longitude) * @MetresEast * (PublicLongitude - @Longitude) * @MetresEast <= @Metres * @Metres))
            ORDER BY UpdatedAt DESC, Id DESC
            OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY;
            """,
        Descriptions = """
            SELECT r.Id, r.Description
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN ServiceRequest r ON r.Id = i.Id
            WHERE r.Visibility = 'public' AND r.Description IS NOT NULL;
            """,
    };
}
