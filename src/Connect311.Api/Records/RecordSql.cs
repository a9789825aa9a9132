using Connect311.Api.Databases;

namespace Connect311.Api.Records;

/// <summary>The statements that erase, hold and forget. Each changes a row only in the version, and behind the event, that was seen.</summary>
internal sealed partial record RecordSql
{
    /// <summary>
    /// The next ended requests of a type whose scope is not erased, the oldest first; confidential ones as well, for their
    /// Visibility hides them from people and not from the schedule.
    /// </summary>
    [Parameters(typeof(DueParameters))]
    public required string Due { get; init; }

    /// <summary>The next residents who asked to be forgotten; of confidential requests too, whatever their Visibility.</summary>
    [Parameters(typeof(ForgetParameters))]
    public required string ToForget { get; init; }

    /// <summary>The next service type, by its code, of which a request has ended: of those too that the catalogue has no more.</summary>
    [Parameters(typeof(TypeParameters))]
    public string NextType { get; } = """
        SELECT MIN(ServiceType)
        FROM ServiceRequest
        WHERE ServiceType > @After AND ClosedAt IS NOT NULL;
        """;

    /// <summary>
    /// A legal hold that came meanwhile stops it. With the words goes an exact place that is not published so: it may be
    /// where the resident lives. The published one stays; an exact one that a request kept back was never published.
    /// </summary>
    [Parameters(typeof(EraseParameters))]
    public string Erase { get; } = """
        UPDATE ServiceRequest
        SET ErasedScopes = @Scopes, BodyHash = '', UpdatedAt = @At,
            ForgetAskedAt = CASE WHEN @IsForgotten = 1 THEN NULL ELSE ForgetAskedAt END,
            Latitude = CASE WHEN @Place = 1 THEN NULL ELSE Latitude END,
            Longitude = CASE WHEN @Place = 1 THEN NULL ELSE Longitude END,
            AccuracyMetres = CASE WHEN @Place = 1 THEN NULL ELSE AccuracyMetres END,
            LocationSource = CASE WHEN @Place = 1 THEN NULL ELSE LocationSource END,
            Cell = CASE WHEN @Place = 1 THEN NULL ELSE Cell END,
            PublicLatitude = CASE WHEN @Place = 1 AND PublicPlace = 'exact' THEN NULL ELSE PublicLatitude END,
            PublicLongitude = CASE WHEN @Place = 1 AND PublicPlace = 'exact' THEN NULL ELSE PublicLongitude END,
            PublicPlace = CASE WHEN @Place = 1 AND PublicPlace = 'exact' THEN 'area' ELSE PublicPlace END,
            Description = CASE WHEN @Words = 1 THEN NULL ELSE Description END,
            Answers = CASE WHEN @Words = 1 THEN NULL ELSE Answers END,
            AddressText = CASE WHEN @Words = 1 THEN NULL ELSE AddressText END,
            Aside = CASE WHEN @Words = 1 THEN NULL ELSE Aside END,
            PhotoIds = CASE WHEN @Photos = 1 THEN NULL ELSE PhotoIds END,
            Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
        WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash AND LegalHoldAt IS NULL;
        """;

    /// <summary>What is left of a request that is erased whole: its number, and where its history ends.</summary>
    [Parameters(typeof(IdParameters))]
    public string EraseWhole { get; } = """
        UPDATE ServiceRequest
        SET ServiceType = '', ServiceTypeText = NULL, Visibility = 'confidential', Department = '', Queue = NULL, RoutingRule = '',
            ClosedAt = NULL, Outcome = NULL, Latitude = NULL, Longitude = NULL, AccuracyMetres = NULL, LocationSource = NULL,
            Areas = '|', Cell = NULL, PublicLatitude = NULL, PublicLongitude = NULL, PublicPlace = NULL, ExternalId = NULL,
            Assignee = NULL, ClaimedUntil = NULL, DuplicateOf = NULL, DisputedAt = NULL,
            IncidentId = NULL, SensorKey = NULL, ResemblesId = NULL
        WHERE Id = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteContact { get; } = """
        DELETE FROM Contact
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteImported { get; } = """
        DELETE FROM ImportedRow
        WHERE RequestId = @Id;
        """;

    /// <summary>The row as the publisher had it, with its words and its place; that it was imported stays.</summary>
    [Parameters(typeof(IdParameters))]
    public string EraseImported { get; } = """
        UPDATE ImportedRow
        SET Cells = '[]'
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteTransfers { get; } = """
        DELETE FROM Transfer
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteClosings { get; } = """
        DELETE FROM Closing
        WHERE RequestId = @Id;
        """;

    /// <summary>By which hold a report came in tells whose it is. While it waits, an operator needs to know that.</summary>
    [Parameters(typeof(IdParameters))]
    public string DeleteHeld { get; } = """
        DELETE FROM HeldReport
        WHERE RequestId = @Id
          AND EXISTS (SELECT 1 FROM ServiceRequest r WHERE r.Id = @Id AND r.Status <> 'submitted' AND r.LegalHoldAt IS NULL);
        """;

    /// <summary>
    /// Its own photos, not those that it only names; they are gone at once, for whoever names one now comes too late, but for one that is another
    /// request's as well. The files go soon after: every server looks for photos whose time is over.
    /// </summary>
    [Parameters(typeof(PhotoParameters))]
    public string DropPhotos { get; } = """
        UPDATE Photo
        SET CollectAt = @At,
            Status = CASE WHEN EXISTS (
                SELECT 1 FROM RequestPhoto o WHERE o.PhotoId = Photo.Id AND o.RequestId <> @Id
                  AND Photo.Owner IN (o.Owner, o.Device) AND Photo.ReceivedAt <= o.LapsesAt) THEN Status ELSE 'gone' END
        WHERE Id IN (SELECT n.PhotoId FROM RequestPhoto n WHERE n.RequestId = @Id)
          AND EXISTS (
            SELECT 1 FROM RequestPhoto l WHERE l.RequestId = @Id AND l.PhotoId = Photo.Id
              AND Photo.Owner IN (l.Owner, l.Device) AND Photo.ReceivedAt <= l.LapsesAt);
        """;

    [Parameters(typeof(IdParameters))]
    public string DeletePhotos { get; } = """
        DELETE FROM RequestPhoto
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteDevice { get; } = """
        DELETE FROM ReportDevice
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string EraseCloser { get; } = """
        UPDATE Closing
        SET ClosedBy = NULL
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string EraseSurvey { get; } = """
        UPDATE Closing
        SET SurveyComment = NULL
        WHERE RequestId = @Id AND SurveyComment IS NOT NULL;
        """;

    /// <summary>
    /// The values go with their salt, so that nobody can try what they may have been. A correction may have sent the request on.
    /// </summary>
    [Parameters(typeof(DetailParameters))]
    public string EraseDetails { get; } = """
        UPDATE EventDetail
        SET Salt = NULL, Content = NULL, ErasedAt = @At
        WHERE ErasedAt IS NULL
          AND Position IN (
              SELECT e.Position
              FROM ServiceRequestEvent e
              WHERE e.RequestId = @Id AND e.Number < @EventNumber
                AND (@OwnOnly = 0 OR e.Kind IN ('submitted', 'corrected', 'clarification-answered', 'commented', 'disputed', 'withdrawn')
                    OR (e.Kind = 'rerouted' AND e.Data LIKE '%"changed":%')));
        """;

    [Parameters(typeof(LedgerParameters))]
    public string AddToLedger { get; } = """
        INSERT INTO Erasure (RequestId, EventNumber, At, Scopes, Cause, Actor)
        VALUES (@Id, @EventNumber, @At, @ScopeCodes, @Cause, @Actor);
        """;

    [Parameters(typeof(LedgerPageParameters))]
    public required string Ledger { get; init; }

    [Parameters(typeof(HoldParameters))]
    public string Hold { get; } = """
        UPDATE ServiceRequest
        SET LegalHoldAt = @LegalHoldAt, UpdatedAt = @At, ErasedScopes = ErasedScopes & ~4, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
        WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash;
        """;

    [Parameters(typeof(AskParameters))]
    public string AskToForget { get; } = """
        UPDATE ServiceRequest
        SET ForgetAskedAt = @At, UpdatedAt = @At, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
        WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash;
        """;

    public static RecordSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(long Id);

    internal sealed record TypeParameters(string After);

    internal sealed record DueParameters
    {
        public required string ServiceType { get; init; }

        /// <summary>One of <see cref="ErasureScopes"/>.</summary>
        public required int Scope { get; init; }

        public required DateTimeOffset Before { get; init; }

        public required DateTimeOffset AfterAt { get; init; }

        public required long AfterId { get; init; }

        public required int Take { get; init; }
    }

    internal sealed record ForgetParameters(DateTimeOffset AfterAt, long AfterId, int Take);

    internal sealed record EraseParameters
    {
        public required long Id { get; init; }

        public required int Version { get; init; }

        public required string PreviousHash { get; init; }

        public required string HeadHash { get; init; }

        public required DateTimeOffset At { get; init; }

        /// <summary>All that is erased then.</summary>
        public required int Scopes { get; init; }

        public required bool Words { get; init; }

        /// <summary>Whether the exact place goes.</summary>
        public required bool Place { get; init; }

        public required bool Photos { get; init; }

        /// <summary>Whether what the resident asked for is done with it.</summary>
        public required bool IsForgotten { get; init; }
    }

    internal sealed record DetailParameters(long Id, int EventNumber, DateTimeOffset At, bool OwnOnly);

    internal sealed record PhotoParameters(long Id, DateTimeOffset At);

    internal sealed record LedgerParameters(long Id, int EventNumber, DateTimeOffset At, string ScopeCodes, string Cause, string Actor);

    internal sealed record LedgerPageParameters(DateTimeOffset Since, DateTimeOffset AfterAt, long AfterId, int AfterNumber, int Take);

    internal sealed record HoldParameters(
        long Id, int Version, string PreviousHash, string HeadHash, DateTimeOffset At, DateTimeOffset? LegalHoldAt);

    internal sealed record AskParameters(long Id, int Version, string PreviousHash, string HeadHash, DateTimeOffset At);
}
