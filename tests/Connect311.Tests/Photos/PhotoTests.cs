using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Tests.Catalog.Admin;
using Connect311.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Photos.PhotoCalls;

namespace Connect311.Tests.Photos;

/// <summary>Photos as phones send them and desks see them.</summary>
public sealed class PhotoTests : IDisposable
{
    private const string Gps = "jpg_gps_DSCN0010.jpg";

    private readonly TestApplication _application = new();
    private readonly HttpClient _app;
    private readonly HttpClient _agent;
    private readonly HttpClient _anybody;

    public PhotoTests() => (_app, _agent, _anybody) = (_application.App(), _application.Staff("demo-agent-DOT"), _application.Anybody());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _app.Dispose();
        _agent.Dispose();
        _anybody.Dispose();
        _application.Dispose();
    }

    [Fact]
    public async Task A_photo_is_answered_with_where_and_when_it_says_that_it_was_taken_and_that_is_kept_nowhere()
    {
        var id = NewId();
        var answer = await UploadAsync(id, Gps);
        Assert.Equal((HttpStatusCode.Created, $"/v1/photos/{id}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        var body = await answer.JsonAsync();
        Assert.Equal("{id:string,status:string,refusal:null,suggested:{latitude:number,longitude:number,inCity:boolean,takenAt:string}}", Answers.ShapeOf(body));
        var suggested = body.GetProperty("suggested");
        Assert.Equal((43.467448, 11.885127, false), (suggested.GetProperty("latitude").GetDouble(), suggested.GetProperty("longitude").GetDouble(), suggested.GetProperty("inCity").GetBoolean()));

        // 16:28:39 by New York's clock, for the photo names no zone.
        Assert.Equal("2008-10-22T20:28:39.000Z", suggested.Text("takenAt"));
        var ready = await ReadyAsync(id);
        Assert.Equal(("ready", JsonValueKind.Null), (ready.Text("status"), ready.GetProperty("suggested").ValueKind));
        var kept = Directory.GetFiles(Path.GetDirectoryName(_application.DatabaseFile)!, "*", SearchOption.AllDirectories).Where(path => path.Contains("photos", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, kept.Count);
        Assert.All(kept, path => JpegScan.AssertClean(File.ReadAllBytes(path)));
    }

    [Fact]
    public async Task The_same_twice_is_one_photo_and_an_id_is_used_once()
    {
        var id = NewId();
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(_app, id, Bytes(Gps), "application/octet-stream")).StatusCode);
        await ReadyAsync(id);
        var again = await (await UploadAsync(id, Gps)).JsonAsync();
        Assert.Equal(("ready", 43.467448), (again.Text("status"), again.GetProperty("suggested").GetProperty("latitude").GetDouble()));
        await (await UploadAsync(id, "starfish.jpg")).ProblemAsync(ProblemCode.KeyReused);
        using var other = await _application.KeyedAppAsync();
        await (await UploadAsync(id, Gps, other)).ProblemAsync(ProblemCode.KeyReused);
        await (await other.ReadAsync($"/v1/photos/{id}")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task Many_at_once_under_one_id_are_one_photo()
    {
        var id = NewId();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UploadAsync(id, "jpg_invalid_image01137.jpg")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal("ready", (await ReadyAsync(id)).Text("status"));
    }

    [Theory]
    [InlineData("made_html_named.jpg", "not-a-photo")]
    [InlineData("made_svg_script.svg", "not-a-photo")]
    [InlineData("made_bomb_30000x30000_1bit.png", "too-many-pixels")]
    [InlineData("made_sof_65500x65500.jpg", "too-many-pixels")]
    public async Task What_its_head_gives_away_is_refused_at_once_and_binds_nothing(string name, string code)
    {
        var id = NewId();
        await (await UploadAsync(id, name)).ProblemAsync(ProblemCode.All.Single(known => known.Code == code));
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync(id, Gps)).StatusCode);
    }

    [Fact]
    public async Task What_turns_out_to_be_cut_off_is_refused_and_says_so()
    {
        var id = NewId();
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync(id, "made_truncated_gps.jpg")).StatusCode);
        var answer = await ReadyAsync(id);
        Assert.Equal(("refused", "unreadable"), (answer.Text("status"), answer.Text("refusal")));
    }

    [Fact]
    public async Task What_is_no_upload_is_refused()
    {
        Assert.Equal(["/Photo-Id required"], await (await SendAsync(_app, null, [1, 2, 3], "image/jpeg")).FaultsAsync());
        Assert.Equal(["/Photo-Id invalid-format"], await (await SendAsync(_app, "../../etc/passwd", [1, 2, 3], "image/jpeg")).FaultsAsync());
        await (await SendAsync(_app, NewId(), [1, 2, 3], "text/html")).ProblemAsync(ProblemCode.NotAPhoto);
        await (await SendAsync(_app, NewId(), [], "image/jpeg")).ProblemAsync(ProblemCode.NotAPhoto);
        await (await SendAsync(_app, NewId(), [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xD9, 0, 0], "image/jpeg")).ProblemAsync(ProblemCode.PhotoUnreadable);
        await (await _app.ReadAsync("/v1/photos/x")).ProblemAsync(ProblemCode.NotFound);
        await (await _anybody.ReadAsync("/v1/photos/..%2f..%2fetc/large")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task Without_its_disk_it_says_to_come_again()
    {
        using var application = new TestApplication().With("Photos:Folder", "/dev/null/photos");
        using var app = application.App();
        await (await UploadAsync(NewId(), Gps, app)).ProblemAsync(ProblemCode.StorageUnavailable);
    }

    [Fact]
    public async Task A_photo_is_the_requests_whichever_comes_first_and_shown_to_its_owner_and_its_department()
    {
        var (before, after) = (NewId(), NewId());
        await UploadAsync(before, Gps);
        var report = await _app.SubmittedAsync(Answers.PotholeWith("photos", $"[\"{before}\",\"{after}\"]"));
        var (number, key) = (report.Text("trackingNumber"), report.Text("reporterKey"));
        using var owner = _application.ClientFor("X-Reporter-Key", key);
        await ReadyAsync(before);
        var first = await owner.ReadAsync($"/v1/public/service-requests/{number}");
        Assert.Equal(["ready", "awaited"], StatesOf(await first.JsonAsync()));

        await UploadAsync(after, "starfish.jpg");
        await ReadyAsync(after);
        var staff = await (await _agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal(["ready", "ready"], StatesOf(staff));
        var second = await owner.ReadAsync($"/v1/public/service-requests/{number}");
        Assert.Equal(["ready", "ready"], StatesOf(await second.JsonAsync()));
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
        Assert.Empty(StatesOf(await (await _anybody.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync()));

        var path = staff.GetProperty("photoStates")[0].GetProperty("links").Text("large");
        foreach (var caller in new[] { owner, _agent })
        {
            var shown = await caller.ReadAsync(path);
            Assert.Equal((HttpStatusCode.OK, "image/jpeg", "no-cache, private"), (shown.StatusCode, shown.Content.Headers.ContentType!.ToString(), Cache(shown)));
            Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
            JpegScan.AssertClean(await shown.Content.ReadAsByteArrayAsync(Token));
        }

        using var police = _application.Staff("demo-agent-NYPD");
        foreach (var stranger in new[] { police, _anybody, _app })
        {
            await (await stranger.ReadAsync(path)).ProblemAsync(ProblemCode.NotFound);
        }
    }

    [Fact]
    public async Task Whoever_is_forgotten_takes_the_photos_along_once_the_request_has_ended()
    {
        var id = NewId();
        await UploadAsync(id, Gps);
        await ReadyAsync(id);
        var report = await _app.SubmittedAsync(Answers.PotholeWith("photos", $"[\"{id}\"]"));
        var number = report.Text("trackingNumber");
        using var owner = _application.ClientFor("X-Reporter-Key", report.Text("reporterKey"));
        var open = await (await owner.PostJsonAsync($"/v1/public/service-requests/{number}/forget", null)).JsonAsync();
        Assert.Equal(["own-words", "photos"], open.GetProperty("waiting").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(HttpStatusCode.OK, (await owner.ReadAsync($"/v1/photos/{id}/small")).StatusCode);

        var version = (await (await _agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("version").GetInt32();
        Assert.Equal(HttpStatusCode.OK, (await _agent.ActAsync(number, "close", $"\"{version}\"", """{"outcome":"fixed"}""")).StatusCode);
        var ended = await (await owner.PostJsonAsync($"/v1/public/service-requests/{number}/forget", null)).JsonAsync();
        Assert.Equal(["contact", "own-words", "photos"], ended.GetProperty("erased").EnumerateArray().Select(part => part.GetString()));
        await (await owner.ReadAsync($"/v1/photos/{id}/small")).ProblemAsync(ProblemCode.NotFound);
        _application.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _application.Services.GetRequiredService<PhotoSweep>().SweepAsync(Token));
        await (await _app.ReadAsync($"/v1/photos/{id}")).ProblemAsync(ProblemCode.NotFound);
        Assert.Empty(Directory.GetFiles(Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "photos"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(-1, "awaited")]
    [InlineData(0, "lapsed")]
    public void What_never_comes_lapses(int milliseconds, string status)
    {
        var row = new NamedPhotoRow { RequestId = 1, PhotoId = NewId(), Number = 1, EventNumber = 1, LapsesAt = TestApplication.Noon };
        Assert.Equal(status, PhotoState.Of(row, TestApplication.Noon.AddMilliseconds(milliseconds)).Status);
    }

    [Fact]
    public async Task The_public_sees_a_photo_once_staff_released_it_and_the_type_publishes_photos()
    {
        var id = NewId();
        await UploadAsync(id, Gps);
        await ReadyAsync(id);
        var number = (await _app.SubmittedAsync(Answers.PotholeWith("photos", $"[\"{id}\",\"{NewId()}\"]"))).Text("trackingNumber");
        var release = $"photos/{id}/release";
        await PublishPhotosAsync(false);
        await (await _agent.ActAsync(number, release, "\"1\"")).ProblemAsync(ProblemCode.PhotosNotPublished);
        await PublishPhotosAsync(true);
        await (await _agent.ActAsync(number, release, null)).ProblemAsync(ProblemCode.VersionRequired);
        await (await _agent.ActAsync(number, release, "\"7\"")).ProblemAsync(ProblemCode.VersionMismatch);
        await (await _agent.ActAsync(number, $"photos/{NewId()}/release", "\"1\"")).ProblemAsync(ProblemCode.NotFound);
        var path = $"/v1/photos/{id}/small";
        await (await _anybody.ReadAsync(path)).ProblemAsync(ProblemCode.NotFound);

        var released = await (await _agent.ActAsync(number, release, "\"1\"")).JsonAsync();
        Assert.Equal((2, "photo-released", id), (released.GetProperty("version").GetInt32(), released.GetProperty("history")[1].Text("event"), released.GetProperty("history")[1].Text("photo")));
        Assert.Equal(2, (await (await _agent.ActAsync(number, release, "\"2\"")).JsonAsync()).GetProperty("version").GetInt32());
        var seen = await (await _anybody.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync();
        Assert.Equal(["ready"], StatesOf(seen));
        Assert.Equal("The city published a photo of it.", seen.GetProperty("history").EnumerateArray().Last().Text("sentence"));

        var shown = await _anybody.ReadAsync(path);
        Assert.Equal("public, max-age=604800, immutable", Cache(shown));
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(shown.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await _anybody.SendAsync(request, Token)).StatusCode);
    }

    private static string Cache(HttpResponseMessage answer) => answer.Headers.GetValues("Cache-Control").Single();

    private static string[] StatesOf(JsonElement request) => [.. request.GetProperty("photoStates").EnumerateArray().Select(photo => photo.Text("status"))];

    private async Task PublishPhotosAsync(bool isOn)
    {
        using var admin = _application.Staff("demo-admin");
        await admin.EditAsync(AdminCalls.Types + "/street-condition", family => family["publishPhotos"] = isOn);
    }

    private Task<HttpResponseMessage> UploadAsync(string id, string name, HttpClient? caller = null) =>
        SendAsync(caller ?? _app, id, Bytes(name), "image/jpeg");

    private static Task<HttpResponseMessage> SendAsync(HttpClient caller, string? id, byte[] bytes, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/photos") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (id is not null)
        {
            request.Headers.TryAddWithoutValidation("Photo-Id", id);
        }

        return caller.SendAsync(request, Token);
    }

    private Task<JsonElement> ReadyAsync(string id) => _app.ReadyAsync(id);
}
