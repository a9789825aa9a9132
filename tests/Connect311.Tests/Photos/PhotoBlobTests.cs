using System.Net;
using System.Security.Cryptography;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Photos.PhotoCalls;

namespace Connect311.Tests.Photos;

/// <summary>Photos in a container of Azure Blob Storage.</summary>
public sealed class PhotoBlobTests : IAsyncLifetime
{
    private static readonly byte[] Photo = Bytes("jpg_gps_DSCN0010.jpg");

    private string _id = NewId();
    private BlobServer _blobs = null!;
    private TestApplication _application = null!;
    private HttpClient _app = null!;

    private string Local => Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "photos");

    public async ValueTask InitializeAsync()
    {
        _blobs = await BlobServer.StartAsync();
        _application = new TestApplication().With("Photos:AzureConnection", _blobs.Connection);
        _app = _application.App();
    }

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();
        await _application.DisposeAsync();
        await _blobs.DisposeAsync();
    }

    [Fact]
    public async Task A_photo_is_kept_there_and_shown_from_there_and_nothing_stays_here()
    {
        Assert.Equal(HttpStatusCode.Created, (await _app.BeginAsync(_id, Photo)).StatusCode);
        Assert.Equal("ready", (await _app.ReadyAsync(_id)).Text("status"));
        while (_blobs.Names.Count > 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }

        var row = (await _application.Services.GetRequiredService<PhotoStore>().FindAsync(_id, TestContext.Current.CancellationToken))!;
        string[] names = [row.LargeName!, row.SmallName!];
        Assert.Equal(names.Select(name => $"kept/{name[..2]}/{name[2..4]}/{name}.jpg").Order(StringComparer.Ordinal), _blobs.Names);
        Assert.All(_blobs.Names, name => JpegScan.AssertClean(_blobs.BytesOf(name)));
        Assert.Empty(Directory.GetFiles(Local, "*", SearchOption.AllDirectories));

        var report = await _app.SubmittedAsync(Answers.PotholeWith("photos", $"[\"{_id}\"]"));
        using var owner = _application.ClientFor("X-Reporter-Key", report.Text("reporterKey"));
        var shown = await owner.ReadAsync($"/v1/photos/{_id}/large");
        Assert.Equal(_blobs.BytesOf($"kept/{row.LargeName![..2]}/{row.LargeName[2..4]}/{row.LargeName}.jpg"), await shown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"\"{row.LargeName}\"", shown.Headers.ETag!.Tag);
        Assert.Equal(0, _blobs.Unsigned);
    }

    [Fact]
    public async Task An_upload_goes_on_at_any_node()
    {
        using var other = new TestApplication().With("Photos:AzureConnection", _blobs.Connection).With("ConnectionStrings:Connect311", $"Data Source={_application.DatabaseFile}")
            .With("KeyRing:Folder", Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "keys"));
        using var there = other.App();
        await _app.BeginAsync(_id, Photo[..60_000], false, Photo.Length);
        Assert.Equal($"?0 60000 of {Photo.Length}", await there.ToldAsync(_id));
        await there.ContinueAsync(_id, Photo[60_000..120_000], 60_000, false);
        using (await _app.HangAsync(NewId(), Photo, 1_000))
        {
            Assert.Equal(HttpStatusCode.Created, (await _app.ContinueAsync(_id, Photo[120_000..], 120_000, true)).StatusCode);
        }

        Assert.Equal("ready", (await there.ReadyAsync(_id)).Text("status"));
        var row = await other.Services.GetRequiredService<PhotoStore>().FindAsync(_id, TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Photo)), row!.SourceHash);
        await _app.BeginAsync(_id = NewId(), Photo[..10], false);
        Assert.Equal(HttpStatusCode.NoContent, (await there.CancelAsync(_id)).StatusCode);
        Assert.Equal("404", await _app.ToldAsync(_id));
    }

    [Fact]
    public async Task What_was_left_is_deleted_and_a_service_that_is_down_is_told()
    {
        await _app.BeginAsync(_id, Photo[..10], false);
        await _application.Services.GetRequiredService<PhotoSweep>().SweepAsync(TestContext.Current.CancellationToken);
        Assert.Single(_blobs.Names);
        _application.Time.Skip(TimeSpan.FromDays(2));
        await _application.Services.GetRequiredService<PhotoSweep>().SweepAsync(TestContext.Current.CancellationToken);
        Assert.Empty(_blobs.Names);

        _blobs.IsDown = true;
        await (await _app.BeginAsync(NewId(), Photo)).ProblemAsync(ProblemCode.StorageUnavailable);
        Assert.Empty(Directory.GetFiles(Local, "*", SearchOption.AllDirectories));
        _blobs.IsDown = false;
        Assert.Equal(HttpStatusCode.Created, (await _app.BeginAsync(NewId(), Photo)).StatusCode);
    }
}
