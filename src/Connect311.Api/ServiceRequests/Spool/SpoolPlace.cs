using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>Where the spool lies: in the folder that was named for it, otherwise beside the data.</summary>
internal sealed class SpoolPlace
{
    private const string Name = "spool.db";

    public SpoolPlace(IOptions<SpoolOptions> options, Database database, IHostEnvironment environment)
    {
        var folder = options.Value.Folder;
        File = folder is not null ? Path.Combine(DataFolder.Resolve(folder), Name)
            : database is SqliteDatabase sqlite ? sqlite.File + "-spool"
            : DataFolder.Resolve(Name);
        IsNamed = folder is not null || environment.IsDevelopment();
    }

    public string File { get; }

    /// <summary>Whether somebody chose a place that outlives the server; in Development nobody has to.</summary>
    public bool IsNamed { get; }
}
