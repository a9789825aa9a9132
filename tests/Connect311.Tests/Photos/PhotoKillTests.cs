using System.Net;
using Connect311.Benchmarks.Servers;
using static Connect311.Tests.Photos.PhotoCalls;

namespace Connect311.Tests.Photos;

/// <summary>Servers that are killed while photos come.</summary>
public sealed class PhotoKillTests : IDisposable
{
    private static readonly byte[] Photo = Bytes("jpg_gps_DSCN0010.jpg");

    private readonly ServerFolder _folder = new();

    private string Photos => Path.Combine(_folder.Path, "photos");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_answered_is_made_ready_and_what_was_not_goes_on()
    {
        var (taken, broken) = (NewId(), NewId());
        await using (var killed = ServerProcess.Start(_folder))
        {
            using var phone = Phone(await killed.Address);
            Assert.Equal(HttpStatusCode.Created, (await phone.BeginAsync(taken, Photo)).StatusCode);
            using var hanging = await phone.HangAsync(broken, Photo, 100_000);
            while (FilesOf("upload").Sum(file => file.Length) < 100_000)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
            }

            await killed.KillAsync();
        }

        await using var next = ServerProcess.Start(_folder);
        using var again = Phone(await next.Address);
        Assert.Equal("ready", (await again.ReadyAsync(taken)).Text("status"));
        Assert.Equal($"?0 100000 of {Photo.Length}", await again.ToldAsync(broken));
        Assert.Equal(HttpStatusCode.Created, (await again.ContinueAsync(broken, Photo[100_000..], 100_000, true)).StatusCode);
        Assert.Equal("ready", (await again.ReadyAsync(broken)).Text("status"));
        Assert.Equal((0, 4, 0), (FilesOf("upload").Length, FilesOf("kept").Length, next.ErrorCount));
    }

    private static HttpClient Phone(Uri address)
    {
        var phone = new HttpClient { BaseAddress = address };
        phone.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", "demo-app");
        return phone;
    }

    private FileInfo[] FilesOf(string folder) => Directory.Exists(Path.Combine(Photos, folder))
        ? new DirectoryInfo(Path.Combine(Photos, folder)).GetFiles("*.*", SearchOption.AllDirectories).Where(file => !file.Name.EndsWith(".length", StringComparison.Ordinal)).ToArray()
        : [];
}
