using Connect311.Api.Databases;

namespace Connect311.Api.Devices.Links;

/// <summary>The statements of reports on devices.</summary>
internal sealed partial record LinkSql
{
    /// <summary>
    /// The next reports of a device that changed behind a moment, each beside every one of its events. One statement, so that what is told and
    /// the moment up to which it is told are of one look; it sorts the reports of one phone. To one that knows nothing yet, nothing is told of what is gone.
    /// </summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    /// <summary>The reports of a device in the order of their numbers, removed ones too.</summary>
    [Parameters(typeof(ListedParameters))]
    public required string Listed { get; init; }

    [Parameters(typeof(KeyParameters))]
    public string Find { get; } = """
        SELECT RequestId, IsLinked, Follows
        FROM DeviceLink
        WHERE DeviceId = @DeviceId AND RequestId = @RequestId;
        """;

    /// <summary>The first lock of every change by hand, and its number.</summary>
    [Parameters(typeof(DeviceParameters))]
    public string Count { get; } = """
        UPDATE Device
        SET LinkCount = LinkCount + 1
        WHERE Id = @DeviceId AND RevokedAt IS NULL;
        """;

    [Parameters(typeof(ChangeParameters))]
    public string Insert { get; } = """
        INSERT INTO DeviceLink (DeviceId, RequestId, IsLinked, Position, Number, Follows)
        VALUES (@DeviceId, @RequestId, @IsLinked, 0, 0, @Follows);
        """;

    /// <summary>Only one that is not so already.</summary>
    [Parameters(typeof(ChangeParameters))]
    public string Change { get; } = """
        UPDATE DeviceLink
        SET IsLinked = @IsLinked, Follows = @Follows
        WHERE DeviceId = @DeviceId AND RequestId = @RequestId AND (IsLinked <> @IsLinked OR Follows <> @Follows);
        """;

    /// <summary>Behind the lock of the positions: no event can come between.</summary>
    [Parameters(typeof(KeyParameters))]
    public string Place { get; } = """
        UPDATE DeviceLink
        SET Position = (SELECT f.Position FROM FeedPosition f WHERE f.Id = 1),
            Number = (SELECT v.LinkCount FROM Device v WHERE v.Id = @DeviceId)
        WHERE DeviceId = @DeviceId AND RequestId = @RequestId;
        """;

    /// <summary>The first lock of a change that no event tells of, on every phone that has the report.</summary>
    [Parameters(typeof(RequestParameters))]
    public string CountAll { get; } = """
        UPDATE Device
        SET LinkCount = LinkCount + 1
        WHERE Id IN (SELECT l.DeviceId FROM DeviceLink l WHERE l.RequestId = @RequestId AND l.IsLinked = 1);
        """;

    /// <summary>Behind the lock of the positions, as <see cref="Place"/>.</summary>
    [Parameters(typeof(RequestParameters))]
    public string PlaceAll { get; } = """
        UPDATE DeviceLink
        SET Position = (SELECT f.Position FROM FeedPosition f WHERE f.Id = 1),
            Number = (SELECT v.LinkCount FROM Device v WHERE v.Id = DeviceLink.DeviceId)
        WHERE RequestId = @RequestId AND IsLinked = 1;
        """;

    public static LinkSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="AfterPosition">The moment behind which the page begins; with <paramref name="AfterNumber"/>.</param>
    internal sealed record PageParameters(string DeviceId, long AfterPosition, long AfterNumber, int Take);

    internal sealed record ListedParameters(string DeviceId, long After, int Take);

    internal sealed record DeviceParameters(string DeviceId);

    internal sealed record RequestParameters(long RequestId);

    internal sealed record KeyParameters(string DeviceId, long RequestId);

    internal sealed record ChangeParameters(string DeviceId, long RequestId, bool IsLinked, bool Follows);
}
