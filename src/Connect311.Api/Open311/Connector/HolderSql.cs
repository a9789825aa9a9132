using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Connector;

/// <summary>What departments' own systems must hear of though they hold the request no more, and what is kept of them.</summary>
internal sealed record HolderSql
{
    public static HolderSql Instance { get; } = new();

    /// <summary>Tells whatever system got the request.</summary>
    [Parameters(typeof(TellParameters))]
    public string Tell { get; } = """
        INSERT INTO Outbox (RequestId, EventNumber, Kind, CreatedAt, NextAttemptAt, Attempts)
        SELECT @Id, @EventNumber, 'forward', @At, @At, 0
        WHERE EXISTS (SELECT 1 FROM ExternalRequest x WHERE x.RequestId = @Id);
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteForwards { get; } = """
        DELETE FROM Forward
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteExternals { get; } = """
        DELETE FROM ExternalRequest
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteUpdates { get; } = """
        DELETE FROM ExternalUpdate
        WHERE RequestId = @Id;
        """;

    internal sealed record TellParameters(long Id, int EventNumber, DateTimeOffset At);

    internal sealed record IdParameters(long Id);
}

/// <summary>Steps of other writes that concern departments' own systems.</summary>
internal static class HolderWrites
{
    /// <summary>Tells whatever system got the request of an event.</summary>
    public static Write TellHolders(this Write write, long requestId, int eventNumber, DateTimeOffset at) =>
        write.Run(HolderSql.Instance.Tell, new HolderSql.TellParameters(requestId, eventNumber, at));

    /// <summary>Forgets that other systems ever had the request.</summary>
    public static Write ForgetHolders(this Write write, long requestId)
    {
        var id = new HolderSql.IdParameters(requestId);
        return write.Run(HolderSql.Instance.DeleteForwards, id).Run(HolderSql.Instance.DeleteExternals, id).Run(HolderSql.Instance.DeleteUpdates, id);
    }
}
