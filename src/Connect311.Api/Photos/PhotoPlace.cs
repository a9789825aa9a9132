using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>Says at the start where photos lie, where that may not be what is meant: every node of one database must reach all of them.</summary>
internal sealed partial class PhotoPlace(Database database, PhotoFiles files, IOptions<PhotoOptions> options, ILogger<PhotoPlace> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A file of SQLite is served by one machine.
        if (files is PhotoFolder && database.Engine == DatabaseEngine.SqlServer)
        {
            LogDisk(logger, DataFolder.Resolve(options.Value.Folder));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Photos are kept on a disk, in {Folder}. If more than one server uses this database, all of them need the same folder, or Photos:AzureConnection: a photo that lies elsewhere cannot be shown here.")]
    private static partial void LogDisk(ILogger logger, string folder);
}
