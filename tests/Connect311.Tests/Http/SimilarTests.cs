using System.Globalization;
using System.Text.Json;

namespace Connect311.Tests.Http;

/// <summary>What was reported already nearby, told by the published place alone.</summary>
public sealed class SimilarTests : IDisposable
{
    private const string Path = "/v1/service-requests/similar";
    private const double Latitude = 40.67383;
    private const double Longitude = -73.97054;

    /// <summary>About a metre north.</summary>
    private const double Metre = 0.000009;

    private readonly TestApplication _application = new();

    [Fact]
    public async Task The_nearest_open_ones_of_the_type_come_first_with_age_followers_and_what_the_phone_follows()
    {
        using var app = _application.App();
        var (_, token) = await app.DeviceAsync();
        var (_, other) = await app.DeviceAsync();
        var far = (await app.SubmittedAsync(Report("street-condition.pothole", 8))).Text("trackingNumber");
        var near = (await app.SubmittedFromAsync(token, Report("street-condition.pothole", 3))).Text("trackingNumber");
        await app.SubmittedAsync(Report("street-condition.pothole", 400));
        await app.SubmittedAsync(Report("street-light-condition.street-light-out", 1));
        foreach (var phone in new[] { token, other })
        {
            await app.AsDeviceAsync(phone, HttpMethod.Post, $"/v1/service-requests/{far}/follow");
        }

        _application.Time.Skip(TimeSpan.FromHours(26));
        var items = await FindAsync(app, "street-condition.pothole", token);
        Assert.Equal([(near, 3, 0, false, true), (far, 8, 2, true, false)], items.Select(item => (
            item.Text("trackingNumber"),
            item.GetProperty("distanceMetres").GetInt32(),
            item.GetProperty("followers").GetInt32(),
            item.GetProperty("following").GetBoolean(),
            item.GetProperty("own").GetBoolean())));
        Assert.All(items, item => Assert.Equal((26, "exact", "assigned"), (item.GetProperty("ageHours").GetInt32(), item.Text("precision"), item.Text("status"))));
        Assert.All(await FindAsync(app, "street-condition.pothole", "dead"), item => Assert.False(item.GetProperty("following").GetBoolean() || item.GetProperty("own").GetBoolean()));

        await app.AsDeviceAsync(token, HttpMethod.Post, $"/v1/public/service-requests/{near}/withdraw");
        Assert.Equal([far], (await FindAsync(app, "street-condition.pothole")).Select(item => item.Text("trackingNumber")));
        _application.Time.Skip(TimeSpan.FromDays(60));
        Assert.Empty(await FindAsync(app, "street-condition.pothole"));
    }

    [Fact]
    public async Task Where_a_block_is_published_wherever_in_it_a_report_lies_it_is_told_alike()
    {
        using var app = _application.App();
        var (south, north) = ((Latitude: 40.67301, Longitude: -73.97099), (Latitude: 40.67399, Longitude: -73.97001));
        await app.SubmittedAsync(Report("heat-hot-water.entire-building", south));
        await app.SubmittedAsync(Report("heat-hot-water.entire-building", north));
        for (var step = 0; step < 12; step++)
        {
            var items = await FindAsync(app, "heat-hot-water.entire-building", null, Latitude + (step * 15 * Metre));
            Assert.True(items.Count is 0 or 2, "one of two in a block is told apart");
            Assert.Single(items.Select(item => item.GetProperty("distanceMetres").GetInt32()).Append(items.Count == 0 ? 0 : items[0].GetProperty("distanceMetres").GetInt32()).Distinct());
            Assert.All(items, item => Assert.Equal(("block", 0), (item.Text("precision"), item.GetProperty("distanceMetres").GetInt32() % 100)));
        }

        Assert.Equal(2, (await FindAsync(app, "heat-hot-water.entire-building")).Count);
    }

    [Theory]
    [InlineData("drug-activity.use-outside")]
    [InlineData("investigations-and-discipline.investigative-inspection")]
    public async Task What_publishes_no_point_is_never_near(string type)
    {
        using var app = _application.App();
        await app.SubmittedAsync(Report(type, 0));
        Assert.Empty(await FindAsync(app, type));
    }

    [Fact]
    public async Task What_became_confidential_is_told_no_more()
    {
        using var app = _application.App();
        using var staff = _application.Staff("demo-operator");
        var number = (await app.SubmittedAsync(Report("street-condition.pothole", 0))).Text("trackingNumber");
        Assert.Single(await FindAsync(app, "street-condition.pothole"));
        await (await staff.PatchJsonAsync($"/v1/service-requests/{number}", "\"1\"", """{"serviceType":"drug-activity.use-outside"}""")).JsonAsync();
        Assert.Empty(await FindAsync(app, "street-condition.pothole"));
        Assert.Empty(await FindAsync(app, "drug-activity.use-outside"));
    }

    [Fact]
    public async Task Bad_questions_are_refused_by_field()
    {
        using var app = _application.App();
        Assert.Equal(["/serviceType required", "/latitude required", "/longitude required"], await (await app.ReadAsync(Path)).FaultsAsync());
        Assert.Equal(
            ["/serviceType unknown-service-type", "/latitude out-of-range", "/longitude invalid-format"],
            await (await app.ReadAsync($"{Path}?serviceType=x&latitude=91&longitude=NaN")).FaultsAsync());
    }

    public void Dispose() => _application.Dispose();

    private static string Report(string type, double metres) => Report(type, (Latitude + (metres * Metre), Longitude));

    private static string Report(string type, (double Latitude, double Longitude) place) => JsonSerializer.Serialize(
        new { serviceType = type, location = new { latitude = place.Latitude, longitude = place.Longitude } });

    private static async Task<List<JsonElement>> FindAsync(HttpClient app, string type, string? token = null, double latitude = Latitude)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{Path}?serviceType={type}&latitude={latitude}&longitude={Longitude}");
        var answer = await (token is null ? await app.ReadAsync(path) : await app.AsDeviceAsync(token, HttpMethod.Get, path)).JsonAsync();
        return [.. answer.GetProperty("items").EnumerateArray()];
    }
}
