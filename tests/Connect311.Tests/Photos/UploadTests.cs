using System.Net;
using System.Security.Cryptography;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Api.Photos.Uploads;
using Connect311.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Photos.PhotoCalls;

namespace Connect311.Tests.Photos;

/// <summary>Photos that come in parts, and networks that break in the middle of one.</summary>
public sealed class UploadTests : IDisposable
{
    private static readonly byte[] Photo = Bytes("jpg_gps_DSCN0010.jpg");

    private readonly TestApplication _application = new();
    private readonly HttpClient _app;
    private readonly string _id = NewId();

    public UploadTests() => _app = _application.App();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Uploads => Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "photos", "upload");

    public void Dispose()
    {
        _app.Dispose();
        _application.Dispose();
    }

    [Fact]
    public async Task Parts_become_the_photo()
    {
        var begun = await _app.BeginAsync(_id, Photo[..50_000], false);
        Assert.Equal((HttpStatusCode.Created, $"/v1/photos/{_id}", "?0 50000"), (begun.StatusCode, begun.Headers.Location!.ToString(), FarOf(begun)));
        Assert.Equal("max-size=20971520, max-age=86400", Header(begun, "Upload-Limit"));
        Assert.Equal(("receiving", "receiving"), ((await begun.JsonAsync()).Text("status"), (await _app.ReadyAsync(_id)).Text("status")));
        var more = await _app.ContinueAsync(_id, Photo[50_000..100_000], 50_000, false, Photo.Length);
        Assert.Equal((HttpStatusCode.NoContent, $"?0 100000 of {Photo.Length}"), (more.StatusCode, FarOf(more)));
        Assert.Equal($"?0 100000 of {Photo.Length}", await _app.ToldAsync(_id));

        var whole = await _app.ContinueAsync(_id, Photo[100_000..], 100_000, true);
        Assert.Equal((HttpStatusCode.Created, $"?1 {Photo.Length} of {Photo.Length}"), (whole.StatusCode, FarOf(whole)));
        Assert.Equal(43.467448, (await whole.JsonAsync()).GetProperty("suggested").GetProperty("latitude").GetDouble());
        await AssertWholeAsync();
        await (await _app.ContinueAsync(_id, [1], Photo.Length, true)).ProblemAsync(ProblemCode.UploadCompleted);
        await (await _app.BeginAsync(_id, [], false)).ProblemAsync(ProblemCode.UploadCompleted);
        await (await _app.CancelAsync(_id)).ProblemAsync(ProblemCode.UploadCompleted);

        // Sent whole once more, it is still one photo.
        Assert.Equal("?1", Header(await _app.BeginAsync(_id, Photo, true), "Upload-Complete"));
        Assert.Empty(Directory.GetFiles(Uploads));
    }

    [Fact]
    public async Task It_goes_on_where_the_network_broke_off()
    {
        using (await _app.HangAsync(_id, Photo, 90_000))
        {
            await FarAsync(90_000);
        }

        Assert.Equal($"?0 90000 of {Photo.Length}", await _app.ToldAsync(_id));
        await _app.ContinueAsync(_id, Photo[90_000..], 90_000, true);
        await AssertWholeAsync();
    }

    [Fact]
    public async Task A_call_that_hangs_is_ended_by_the_next()
    {
        using var hanging = await _app.HangAsync(_id, Photo, 70_000);
        await FarAsync(70_000);
        Assert.Equal($"?0 70000 of {Photo.Length}", await _app.ToldAsync(_id));
        Assert.Equal(HttpStatusCode.Created, (await _app.ContinueAsync(_id, Photo[70_000..], 70_000, true)).StatusCode);
        await AssertWholeAsync();
    }

    [Fact]
    public async Task Of_two_parts_at_once_each_byte_is_taken_once()
    {
        await _app.BeginAsync(_id, Photo[..50_000], false);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return (int)(await _app.ContinueAsync(_id, Photo[50_000..90_000], 50_000, false)).StatusCode;
            }
            catch (HttpRequestException)
            {
                return 0;
            }
        }));
        Assert.All(both, status => Assert.True(status is 0 or 204 or 409, $"{status}"));
        var offset = int.Parse((await _app.ToldAsync(_id))[3..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(offset, 50_000, 90_000);
        await _app.ContinueAsync(_id, Photo[offset..], offset, true);
        await AssertWholeAsync();
    }

    [Fact]
    public async Task It_goes_on_nowhere_else()
    {
        Assert.Equal("404", await _app.ToldAsync(_id));
        await (await _app.ContinueAsync(_id, [1], 0, true)).ProblemAsync(ProblemCode.NotFound);
        await _app.BeginAsync(_id, Photo[..1_000], false);
        var refused = await _app.ContinueAsync(_id, [1], 999, true);
        var problem = await refused.ProblemAsync(ProblemCode.UploadOffsetMismatch);
        Assert.Equal(("?0 1000", 1_000, 999), (FarOf(refused), problem.GetProperty("expectedOffset").GetInt32(), problem.GetProperty("providedOffset").GetInt32()));
        Assert.Equal(["/Upload-Offset required", "/Upload-Complete required"], await (await _app.ContinueAsync(_id, [1], null, null)).FaultsAsync());
        await (await _app.PatchJsonAsync($"/v1/photos/{_id}", null, "{}")).ProblemAsync(ProblemCode.NotAPart);

        using var other = await _application.KeyedAppAsync();
        await (await other.ContinueAsync(_id, [1], 1_000, true)).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(("404", "?0 1000"), (await other.ToldAsync(_id), await _app.ToldAsync(_id)));

        // What begins again begins anew, whatever came before.
        await _app.BeginAsync(_id, [], false);
        Assert.Equal("?0 0", await _app.ToldAsync(_id));
    }

    [Fact]
    public async Task What_is_longer_or_shorter_than_said_is_given_up()
    {
        await (await _app.BeginAsync(_id, Photo, true, length: 5)).ProblemAsync(ProblemCode.UploadLengthMismatch);
        await _app.BeginAsync(_id, Photo[..10], false, length: 100);
        await (await _app.ContinueAsync(_id, Photo[10..50], 10, false, length: 99)).ProblemAsync(ProblemCode.UploadLengthMismatch);
        await (await _app.ContinueAsync(_id, Photo[10..200], 10, false)).ProblemAsync(ProblemCode.UploadLengthMismatch);
        Assert.Equal("404", await _app.ToldAsync(_id));

        var large = await _app.BeginAsync(_id, [], false, length: 20_971_521);
        await large.ProblemAsync(ProblemCode.TooLarge);
        Assert.NotNull(Header(large, "Upload-Limit"));
        await _app.BeginAsync(_id, new byte[15_000_000], false);
        await (await _app.ContinueAsync(_id, new byte[6_000_000], 15_000_000, false)).ProblemAsync(ProblemCode.TooLarge);
        Assert.Empty(Directory.GetFiles(Uploads));
    }

    [Fact]
    public async Task What_turns_out_to_be_no_photo_is_refused_once_it_is_whole()
    {
        await _app.BeginAsync(_id, "<html>"u8.ToArray(), false);
        var refused = await _app.ContinueAsync(_id, "</html>"u8.ToArray(), 6, true);
        await refused.ProblemAsync(ProblemCode.NotAPhoto);
        Assert.Equal(("?1", "404"), (Header(refused, "Upload-Complete"), await _app.ToldAsync(_id)));
        Assert.Equal(HttpStatusCode.Created, (await _app.BeginAsync(_id, Photo)).StatusCode);
    }

    [Fact]
    public async Task It_can_be_given_up_and_is_after_a_day()
    {
        await _app.BeginAsync(_id, Photo[..10], false);
        Assert.Equal(HttpStatusCode.NoContent, (await _app.CancelAsync(_id)).StatusCode);
        await (await _app.CancelAsync(_id)).ProblemAsync(ProblemCode.NotFound);

        await _app.BeginAsync(_id, Photo[..10], false, length: 20);
        var sweep = _application.Services.GetRequiredService<PhotoSweep>();
        Array.ForEach(Directory.GetFiles(Uploads), file => File.SetLastWriteTimeUtc(file, (_application.Time.GetUtcNow() - UploadFields.MostAge).UtcDateTime));
        await sweep.SweepAsync(Token);
        Assert.Equal("?0 10 of 20", await _app.ToldAsync(_id));
        Array.ForEach(Directory.GetFiles(Uploads), file => File.SetLastWriteTimeUtc(file, (_application.Time.GetUtcNow() - UploadFields.MostAge).UtcDateTime.AddSeconds(-1)));
        await sweep.SweepAsync(Token);
        Assert.Equal("404", await _app.ToldAsync(_id));
        Assert.Empty(Directory.GetFiles(Uploads));
    }

    [Fact]
    public async Task A_device_token_will_do_and_what_it_sends_is_of_its_reports()
    {
        var (_, token) = await _app.DeviceAsync();
        using var phone = _application.ClientFor("X-Device-Token", token);
        Assert.Equal(HttpStatusCode.Created, (await phone.BeginAsync(_id, Photo)).StatusCode);
        await phone.ReadyAsync(_id);
        await (await _app.ReadAsync($"/v1/photos/{_id}")).ProblemAsync(ProblemCode.NotFound);
        var body = Answers.PotholeWith("photos", $"[\"{_id}\"]");
        var (own, others) = (await _app.SubmittedFromAsync(token, body), await _app.SubmittedAsync(body));
        Assert.Equal(("ready", "awaited"), (await StateAsync(own), await StateAsync(others)));

        using var forged = _application.ClientFor("X-Device-Token", token[..^1]);
        await (await forged.BeginAsync(NewId(), Photo)).ProblemAsync(ProblemCode.CredentialRefused);
        using var nobody = _application.Anybody();
        await (await nobody.BeginAsync(NewId(), Photo)).ProblemAsync(ProblemCode.CredentialRequired);
    }

    private async Task<string> StateAsync(System.Text.Json.JsonElement report)
    {
        using var owner = _application.ClientFor("X-Reporter-Key", report.Text("reporterKey"));
        return (await (await owner.ReadAsync($"/v1/public/service-requests/{report.Text("trackingNumber")}")).JsonAsync())
            .GetProperty("photoStates")[0].Text("status");
    }

    /// <summary>Waits until so much of a call that hangs is in its file.</summary>
    private async Task FarAsync(long bytes)
    {
        while (!Directory.Exists(Uploads) || !Directory.GetFiles(Uploads).Any(file => new FileInfo(file).Length == bytes))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }

    private async Task AssertWholeAsync()
    {
        Assert.Equal("ready", (await _app.ReadyAsync(_id)).Text("status"));
        var row = await _application.Services.GetRequiredService<PhotoStore>().FindAsync(_id, Token);
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(Photo)), Photo.Length), (row!.SourceHash, row.Bytes));
        Assert.Equal($"?1 {Photo.Length} of {Photo.Length}", await _app.ToldAsync(_id));
    }
}
