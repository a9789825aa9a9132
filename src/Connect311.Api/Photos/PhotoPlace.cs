using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>Says at the start where photos lie, where that may not be what is meant: every node of one database must reach all of them.</summary>
internal sealed partial class PhotoPlace(Database database, IOptions<PhotoOptions> options, ILogger<PhotoPlace> logger) : IHostedService
{
    /// <summary>Whether another machine may serve the same database: a file of SQLite is served by one.</summary>
    public bool MayBeShared => database.Engine == DatabaseEngine.SqlServer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (MayBeShared)
        {
            LogDisk(logger, DataFolder.Resolve(options.Value.Folder));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Photos are kept on a disk, in {Folder}. If more than one server uses this database, all of them need the same folder: a photo that lies elsewhere cannot be shown here.")]
    private static partial void LogDisk(ILogger logger, string folder);
}
