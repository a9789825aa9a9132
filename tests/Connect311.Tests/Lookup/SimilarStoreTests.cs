using Connect311.Api.Databases;
using Connect311.Api.Devices.Links;
using Connect311.Api.Incidents;
using Connect311.Api.Lookup.Similar;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Lookup;

public abstract class SimilarStoreTests
{
    private const string Pothole = "street-condition.pothole";

    private static readonly (double Latitude, double Longitude) Here = (40.7421, -73.9901);

    private readonly Database _database;
    private readonly SimilarStore _store;

    protected SimilarStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
        _store = new(_database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_stands_open_and_public_in_the_cells_is_found_and_nothing_else()
    {
        var place = Here;
        var there = (await ReportAsync(place)).Id;
        await ReportAsync(place, row => row with { Visibility = "limited" });
        await ReportAsync(place, row => row with { Visibility = "confidential" });
        await ReportAsync(place, row => row with { Status = RequestStatus.Submitted });
        await ReportAsync(place, row => row with { ServiceType = "street-condition.cave-in" });
        await ReportAsync(place, row => row with { PublicLatitude = null, PublicLongitude = null, PublicPlace = "area" });
        await ReportAsync((place.Latitude + 0.02, place.Longitude));
        await _database.ActAsync((await ReportAsync(place)).Id, Lifecycle.Close, "fixed");

        var found = Assert.Single(await NearAsync(place, device: null));
        Assert.Equal(
            (there, Pothole, "DOT", RequestStatus.Assigned, place.Latitude, place.Longitude, "exact", Noon),
            (found.Id, found.ServiceType, found.Department, found.Status, found.PublicLatitude, found.PublicLongitude, found.PublicPlace, found.LastAt));
        Assert.Equal((0, null, null), (found.Followers, found.IsLinked, found.Follows));
    }

    [Fact]
    public async Task Who_follows_is_counted_and_the_callers_own_device_known()
    {
        var place = (Here.Latitude + 0.05, Here.Longitude);
        var id = (await ReportAsync(place)).Id;
        var links = new LinkStore(_database);
        var (owner, follower, another) = (await _database.DeviceAsync(), await _database.DeviceAsync(), await _database.DeviceAsync());
        Assert.True(await links.AddAsync(owner, new(id), evenRemoved: true, Token));
        Assert.True(await links.FollowAsync(follower, new(id), Token));
        Assert.True(await links.FollowAsync(another, new(id), Token));
        Assert.True(await links.UnfollowAsync(another, new(id), Token));

        Assert.Equal((1, true, false), await StateAsync(place, owner));
        Assert.Equal((1, true, true), await StateAsync(place, follower));
        Assert.Equal((1, false, false), await StateAsync(place, another));
        Assert.Equal((1, null, null), await StateAsync(place, null));
    }

    private async Task<(int Followers, bool? IsLinked, bool? Follows)> StateAsync((double, double) place, string? device)
    {
        var row = Assert.Single(await NearAsync(place, device));
        return (row.Followers, row.IsLinked, row.Follows);
    }

    private Task<List<SimilarRow>> NearAsync((double Latitude, double Longitude) place, string? device) =>
        _store.NearAsync(Pothole, Lookalike.RangesOf(place.Latitude, place.Longitude, 100), device, Token);

    private async Task<RequestRow> ReportAsync((double Latitude, double Longitude) place, Func<RequestRow, RequestRow>? change = null)
    {
        RequestRow At(RequestRow row) => row with
        {
            Latitude = place.Latitude,
            Longitude = place.Longitude,
            Cell = GridCell.Of(place.Latitude, place.Longitude),
            PublicLatitude = place.Latitude,
            PublicLongitude = place.Longitude,
            PublicPlace = "exact",
        };
        return (await _database.StoredAsync(NewRequest(change: row => change is null ? At(row) : change(At(row))))).Row;
    }
}

public sealed class SqliteSimilarStoreTests(SqliteTestDatabase database) : SimilarStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerSimilarStoreTests(SqlServerTestDatabase database) : SimilarStoreTests(database), IClassFixture<SqlServerTestDatabase>;
