using System.Net.Sockets;
using System.Text;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Api.Photos.Uploads;
using Connect311.Tests.Http;
using Microsoft.Extensions.Options;
using static Connect311.Tests.Photos.PhotoCalls;

namespace Connect311.Tests.Photos;

/// <summary>Phones that stop in the middle, and disks that take no more.</summary>
public sealed class PhotoFaultTests(TestApplication application) : IClassFixture<TestApplication>
{
    private static readonly byte[] Photo = Bytes("jpg_gps_DSCN0010.jpg");

    private string Photos => Path.Combine(Path.GetDirectoryName(application.DatabaseFile)!, "photos");

    /// <summary>The server itself ends a body that comes too slowly; five seconds are the least that it waits.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phone_that_stops_sending_is_answered_and_leaves_only_what_can_go_on(bool canGoOn)
    {
        using var app = application.App();
        var id = NewId();
        using var connection = new TcpClient();
        await connection.ConnectAsync(app.BaseAddress!.Host, app.BaseAddress.Port, TestContext.Current.CancellationToken);
        var head = $"POST /v1/photos HTTP/1.1\r\nHost: x\r\nX-Api-Key: demo-app\r\nPhoto-Id: {id}\r\n{(canGoOn ? "Upload-Complete: ?1\r\n" : "")}Content-Length: {Photo.Length}\r\n\r\n";
        await connection.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. Photo[..1_000]], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection.GetStream());
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(canGoOn ? $"?0 1000 of {Photo.Length}" : "404", await app.ToldAsync(id));
        if (!canGoOn)
        {
            Assert.Empty(Directory.GetFiles(Path.Combine(Photos, "spool")));
        }
    }

    [Fact]
    public async Task A_body_that_is_larger_than_it_says_is_taken_as_far_as_it_says()
    {
        using var app = application.App();
        var id = NewId();
        using var connection = new TcpClient();
        await connection.ConnectAsync(app.BaseAddress!.Host, app.BaseAddress.Port, TestContext.Current.CancellationToken);
        var head = $"POST /v1/photos HTTP/1.1\r\nHost: x\r\nX-Api-Key: demo-app\r\nPhoto-Id: {id}\r\nContent-Length: {Photo.Length}\r\n\r\n";
        await connection.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. Photo, .. new byte[1_000]], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection.GetStream());
        Assert.Equal("HTTP/1.1 201 Created", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ready", (await app.ReadyAsync(id)).Text("status"));

        // Without a length that is said, the limit is the server's.
        using var endless = new HttpRequestMessage(HttpMethod.Post, "/v1/photos") { Content = new StreamContent(new MemoryStream(new byte[21_000_000])) };
        endless.Headers.TransferEncodingChunked = true;
        endless.Headers.TryAddWithoutValidation("Photo-Id", NewId());
        await (await app.SendAsync(endless, TestContext.Current.CancellationToken)).ProblemAsync(ProblemCode.TooLarge);
        Assert.Empty(Directory.GetFiles(Path.Combine(Photos, "spool")));
    }

    /// <summary>What a disk that is full does to a write: it fails, and what the call brought is taken away again.</summary>
    [Fact]
    public async Task A_call_that_the_disk_does_not_take_leaves_what_was_there_before_it()
    {
        var root = Directory.CreateTempSubdirectory("connect311-photos-");
        var (folder, key) = (new PhotoFolder(Options.Create(new PhotoOptions { Folder = root.FullName })), new UploadKey(NewId(), "app"));
        await using (var part = await folder.BeginPartAsync(key, TestContext.Current.CancellationToken))
        {
            await part.File.WriteAsync(Photo.AsMemory(0, 500), TestContext.Current.CancellationToken);
            await part.SaveAsync();
        }

        await using (var part = (await folder.FindPartAsync(key, TestContext.Current.CancellationToken))!)
        {
            Assert.Equal(500, part.Offset);
            await part.File.WriteAsync(Photo.AsMemory(500, 500), TestContext.Current.CancellationToken);
            part.RollBack();
        }

        await using (var part = (await folder.FindPartAsync(key, TestContext.Current.CancellationToken))!)
        {
            Assert.Equal(500, part.Offset);
        }

        root.Delete(recursive: true);
    }

    [Fact]
    public void Folders_are_flushed_as_far_as_they_are_there()
    {
        var root = Directory.CreateTempSubdirectory("connect311-photos-");
        DurableFolder.Create(Path.Combine(root.FullName, "a", "b"));
        DurableFolder.Flush(Path.Combine(root.FullName, "a", "b"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Throws<IOException>(() => DurableFolder.Flush(Path.Combine(root.FullName, "c")));
        }

        root.Delete(recursive: true);
    }
}
