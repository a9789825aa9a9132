using Connect311.Api.Databases;
using Connect311.Api.Photos;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Connect311.Tests.Photos;

/// <summary>One disk for all servers is well, and so is a server alone; two disks are not.</summary>
public abstract class PhotoPlaceTests : IDisposable
{
    private readonly LeaseClock _clock = new();
    private readonly string _root = Directory.CreateTempSubdirectory("connect311-places-").FullName;
    private readonly TestDatabase _database;

    protected PhotoPlaceTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;

    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_of_one_folder_are_well_and_another_folder_is_seen_as_long_as_it_is_used()
    {
        using var first = NewPlace("a");
        Assert.False(await first.LookAsync(Token));
        using var same = NewPlace("a");
        Assert.False(await same.LookAsync(Token));
        Assert.False(await first.LookAsync(Token));

        using var other = NewPlace("b");
        Assert.True(await other.LookAsync(Token));
        Assert.True(await first.LookAsync(Token));
        await first.StopAsync(Token);
        Assert.False(await other.LookAsync(Token));

        // Whoever was killed is forgotten in a while.
        Assert.True(await same.LookAsync(Token));
        Assert.True(await other.LookAsync(Token));
        _clock.Offset += TimeSpan.FromMinutes(6);
        Assert.False(await other.LookAsync(Token));
    }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    private PhotoPlace NewPlace(string folder) => new(
        _database.Database,
        new PhotoFolder(Options.Create(new PhotoOptions { Folder = Path.Combine(_root, folder) })),
        new Leases(_database.Database, _clock, TimeProvider.System),
        TimeProvider.System,
        NullLogger<PhotoPlace>.Instance);
}

public sealed class SqlitePhotoPlaceTests(SqliteTestDatabase database) : PhotoPlaceTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerPhotoPlaceTests(SqlServerTestDatabase database) : PhotoPlaceTests(database), IClassFixture<SqlServerTestDatabase>;
