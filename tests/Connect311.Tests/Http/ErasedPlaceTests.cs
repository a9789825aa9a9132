using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>What is corrected once the exact place is erased, and only its areas and what was published are left.</summary>
public sealed class ErasedPlaceTests : IDisposable
{
    private readonly ReroutingTown _town = new();

    public ErasedPlaceTests() => File.WriteAllText(
        Path.Combine(_town.Folder, "service-types.json"),
        ReroutingTown.FilesWith("at-once")["service-types.json"].Replace("\"publicPlace\": \"exact\"", "\"publicPlace\": \"block\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"answers":{"seen":"Somebody"}}""", "ROADS west answers")]
    [InlineData("""{"answers":{"size":"big"}}""", "DIGGERS big answers")]
    [InlineData("""{"address":{"text":"1 Main Street"}}""", "ROADS west address")]
    [InlineData("""{"serviceType":"lamp.out","answers":{"pole":"7"}}""", "ROADS lamps serviceType answers")]
    public async Task What_leaves_the_place_alone_leaves_its_areas_and_what_was_published(string correction, string expected)
    {
        var (number, before) = await ErasedAsync();
        var row = await CorrectedAsync(number, correction, expected);
        Assert.Equal(
            ("|borough:west|", before.PublicLatitude, before.PublicLongitude, "block"), (row.Areas, row.PublicLatitude, row.PublicLongitude, row.PublicPlace));
    }

    [Fact]
    public async Task A_type_that_publishes_areas_alone_takes_the_rounded_place_away()
    {
        var (number, _) = await ErasedAsync();
        var row = await CorrectedAsync(number, """{"serviceType":"secret.one"}""", "POLICE secrets serviceType");
        Assert.Equal(("|borough:west|", null, null, "area"), (row.Areas, row.PublicLatitude, row.PublicLongitude, row.PublicPlace));
    }

    [Theory]
    [InlineData("""{"removeLocation":true,"address":{"text":"1 Main Street"}}""", "311 unplaced location address")]
    [InlineData("""{"serviceType":"praise.any"}""", "311 fallback serviceType location")]
    public async Task What_gives_the_place_up_is_routed_without(string correction, string expected)
    {
        var (number, _) = await ErasedAsync();
        var row = await CorrectedAsync(number, correction, expected);
        Assert.Equal(("|", null, null, null), (row.Areas, row.PublicLatitude, row.PublicLongitude, row.PublicPlace));
    }

    [Fact]
    public async Task A_new_place_counts_as_one()
    {
        var (number, _) = await ErasedAsync();
        var row = await CorrectedAsync(number, $$"""{"location":{{ReroutingTown.East}}}""", "PARKS east location");
        Assert.Equal(("|borough:east|", 0.51234567, "block"), (row.Areas, row.Latitude, row.PublicPlace));
        Assert.Equal(GridCell.CentreOf(0.51234567, 1.41234567), (row.PublicLatitude!.Value, row.PublicLongitude!.Value));
    }

    public void Dispose() => _town.Dispose();

    /// <summary>An open request in the west, of which the words and the exact place are erased.</summary>
    private async Task<(string Number, StaffRow Row)> ErasedAsync()
    {
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var (database, seen) = (_town.Application.Database, await _town.RowAsync(number));
        Assert.True(await new RecordStore(database, new(database)).EraseAsync(
            seen, ErasureScopes.OwnWords, ErasureCause.Forgotten, "test", seen.UpdatedAt, TestContext.Current.CancellationToken));
        var row = await _town.RowAsync(number);
        Assert.Equal((null, "|borough:west|", "block"), (row.Latitude, row.Areas, row.PublicPlace));
        return (number, row);
    }

    /// <param name="expected">The department, the rule, and what the history says was changed.</param>
    private async Task<StaffRow> CorrectedAsync(string number, string correction, string expected)
    {
        var answer = await _town.CorrectedAsync(number, correction);
        var row = await _town.RowAsync(number);
        var changed = answer.GetProperty("history")[2].GetProperty("correction").GetProperty("changed").EnumerateArray().Select(member => member.GetString());
        Assert.Equal(expected, string.Join(' ', [row.Department, row.RoutingRule, .. changed]));
        _town.AssertSound();
        return row;
    }
}
