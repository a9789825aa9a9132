using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Tests.Http;
using static Connect311.Tests.Photos.PhotoCalls;

namespace Connect311.Tests.Photos;

/// <summary>Photos of what was done, and the desks that look for photos.</summary>
public sealed class EvidenceTests : IDisposable
{
    private const string Gps = "jpg_gps_DSCN0010.jpg";

    private readonly string _city = Directory.CreateTempSubdirectory("connect311-city-").FullName;
    private readonly TestApplication _application;
    private readonly HttpClient _app;
    private readonly HttpClient _agent;

    public EvidenceTests()
    {
        // As New York's, but what is fixed must be shown.
        var seed = Path.Combine(AppContext.BaseDirectory, "seed", "nyc");
        foreach (var file in Directory.GetFiles(seed, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_city, Path.GetRelativePath(seed, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var outcomes = Path.Combine(_city, "outcomes.json");
        var changed = File.ReadAllText(outcomes).Replace("""{"code": "fixed",""", """{"code": "fixed", "needs": ["photos"],""", StringComparison.Ordinal);
        Assert.Contains("photos", changed);
        File.WriteAllText(outcomes, changed);
        _application = new TestApplication().With("City:Folder", _city);
        (_app, _agent) = (_application.App(), _application.Staff("demo-agent-DOT"));
    }

    public void Dispose()
    {
        _app.Dispose();
        _agent.Dispose();
        _application.Dispose();
        Directory.Delete(_city, recursive: true);
    }

    [Fact]
    public async Task What_was_done_is_shown_by_whoever_closes_it_and_to_others_once_it_is_released()
    {
        var (evidence, strange, broken) = (NewId(), NewId(), NewId());
        await _agent.BeginAsync(evidence, Bytes(Gps));
        await _app.BeginAsync(strange, Bytes(Gps));
        await _agent.BeginAsync(broken, Bytes("made_truncated_gps.jpg"));
        Assert.Equal(("ready", "refused"), ((await _agent.ReadyAsync(evidence)).Text("status"), (await _agent.ReadyAsync(broken)).Text("status")));
        var report = await _app.SubmittedAsync(Tests.Calls.Pothole);
        var number = report.Text("trackingNumber");
        Assert.Equal(["/photos required"], await (await CloseAsync(number)).FaultsAsync());
        Assert.Equal(
            ["/photos/0 undefined", "/photos/1 undefined", "/photos/2 undefined"], await (await CloseAsync(number, strange, broken, NewId())).FaultsAsync());
        Assert.Equal(["/photos/0 invalid-format"], (await (await CloseAsync(number, "x")).FaultsAsync())[..1]);

        var closed = await (await CloseAsync(number, evidence, evidence)).JsonAsync();
        Assert.Equal([evidence], closed.GetProperty("history")[1].GetProperty("photos").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal([(evidence, "ready", true, false)], StatesOf(closed));

        // The reporter's key shows what the report named, and no more; then staff release it.
        using var owner = _application.ClientFor("X-Reporter-Key", report.Text("reporterKey"));
        var path = $"/v1/public/service-requests/{number}";
        Assert.Empty(StatesOf(await (await owner.ReadAsync(path)).JsonAsync()));
        await (await owner.ReadAsync($"/v1/photos/{evidence}/small")).ProblemAsync(ProblemCode.NotFound);
        await _agent.ActAsync(number, $"photos/{evidence}/release", "\"2\"");
        using var anybody = _application.Anybody();
        Assert.Equal([(evidence, "ready", true, true)], StatesOf(await (await anybody.ReadAsync(path)).JsonAsync()));
        JpegScan.AssertClean(await (await anybody.ReadAsync($"/v1/photos/{evidence}/small")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_photo_may_show_what_was_done_about_many()
    {
        var evidence = new[] { NewId(), NewId() };
        foreach (var id in evidence)
        {
            await _agent.BeginAsync(id, Bytes(Gps));
        }

        string[] numbers = [(await _app.SubmittedAsync(Tests.Calls.Pothole)).Text("trackingNumber"), (await _app.SubmittedAsync(Tests.Calls.Pothole)).Text("trackingNumber")];
        var body = JsonSerializer.Serialize(new
        {
            mode = "all-or-nothing",
            action = "close",
            with = new { outcome = "fixed", photos = evidence },
            items = numbers.Select(number => new { trackingNumber = number, version = 1 }),
        });
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _agent.PostJsonAsync("/v1/service-requests/bulk", null, body)).StatusCode);
        foreach (var number in numbers)
        {
            var states = StatesOf(await (await _agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync());
            Assert.Equal(evidence, states.Select(state => state.Id));
        }
    }

    [Fact]
    public async Task A_queue_tells_what_has_a_photo_to_look_at()
    {
        var (ready, awaited) = (NewId(), NewId());
        await _app.BeginAsync(ready, Bytes(Gps));
        await _app.ReadyAsync(ready);
        var with = (await _app.SubmittedAsync(Answers.PotholeWith("photos", $"[\"{ready}\"]"))).Text("trackingNumber");
        var waiting = (await _app.SubmittedAsync(Answers.PotholeWith("photos", $"[\"{awaited}\"]"))).Text("trackingNumber");
        var without = (await _app.SubmittedAsync(Tests.Calls.Pothole)).Text("trackingNumber");
        foreach (var sort in new[] { "priority", "due", "age", "distance&latitude=40.6&longitude=-73.9" })
        {
            Assert.Equal([with], await ListAsync($"hasPhoto=true&sort={sort}"));
            Assert.Equal(new[] { waiting, without }.Order(), (await ListAsync($"hasPhoto=false&sort={sort}")).Order());
        }

        await _app.BeginAsync(awaited, Bytes(Gps));
        await _app.ReadyAsync(awaited);
        Assert.Equal([without], await ListAsync("hasPhoto=false"));
        Assert.Equal(["/hasPhoto unknown-value"], await (await _agent.ReadAsync("/v1/departments/DOT/queue?hasPhoto=1")).FaultsAsync());
        Assert.Equal(["/status not-with"], await (await _agent.ReadAsync("/v1/departments/DOT/queue?hasPhoto=true&status=closed")).FaultsAsync());
    }

    private static (string Id, string Status, bool IsEvidence, bool IsReleased)[] StatesOf(JsonElement request) =>
    [
        .. request.GetProperty("photoStates").EnumerateArray().Select(photo =>
            (photo.Text("id"), photo.Text("status"), photo.GetProperty("evidence").GetBoolean(), photo.GetProperty("released").GetBoolean())),
    ];

    private async Task<string[]> ListAsync(string query) =>
        [.. (await (await _agent.ReadAsync($"/v1/departments/DOT/queue?{query}")).JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber"))];

    private Task<HttpResponseMessage> CloseAsync(string number, params string[] photos) =>
        _agent.ActAsync(number, "close", "\"1\"", JsonSerializer.Serialize(new { outcome = "fixed", photos }));
}
