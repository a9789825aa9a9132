using Connect311.Api.Databases;

namespace Connect311.Api.Photos;

/// <summary>
/// Says when photos of one database lie on two disks, for a photo that lies on the other cannot be shown. Each folder has an id, and is leased as
/// long as a server keeps photos there; whoever sees another folder leased warns.
/// </summary>
internal sealed partial class PhotoPlace(Database database, PhotoFiles files, Leases leases, TimeProvider time, ILogger<PhotoPlace> logger) : RecurringService(time)
{
    private const string Prefix = "photos:";

    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    private Lease? _lease;
    private bool _warned;

    protected override TimeSpan Every => TimeSpan.FromMinutes(1);

    /// <summary>A file of SQLite is served by one machine.</summary>
    protected override bool IsOn => files is PhotoFolder && database.Engine == DatabaseEngine.SqlServer;

    /// <returns>Whether another server keeps photos of this database in another folder.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var folder = (PhotoFolder)files;
        var name = Prefix + folder.Id();
        if (_lease is null || !await leases.RenewAsync(_lease, LeaseLength, cancellationToken))
        {
            // Not ours where another server has the same folder; that is well.
            _lease = await leases.TakeAsync(name, Guid.CreateVersion7(Time.GetUtcNow()).ToString("N"), LeaseLength, cancellationToken);
        }

        var seen = await leases.CountOthersAsync(Prefix, name, cancellationToken) > 0;
        if (seen && !_warned)
        {
            LogDisk(logger, folder.Place);
        }

        _warned = seen;
        return seen;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await (_lease is { } lease ? leases.ReleaseAsync(lease, cancellationToken) : Task.CompletedTask);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested || DatabaseErrors.IsUnavailable(e))
        {
            // It ends by itself.
        }
    }

    protected override Task FirstTurnAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    protected override Task TurnAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(logger, error);

    [LoggerMessage(LogLevel.Warning, "Photos are kept on a disk, in {Folder}, and another server of this database keeps them in another folder: a photo that lies there cannot be shown here. Give all of them the same folder, or Photos:AzureConnection.")]
    private static partial void LogDisk(ILogger logger, string folder);

    [LoggerMessage(LogLevel.Error, "It could not be seen whether another server keeps photos elsewhere.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
