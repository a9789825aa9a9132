using System.Security.Cryptography;
using Connect311.Api.Databases;
using Connect311.Api.Photos;
using Connect311.Api.Photos.Pictures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Photos;

/// <summary>What becomes of a photo behind the answer, and when a program ends in between.</summary>
public sealed class PhotoWorkTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("connect311-photos-").FullName;
    private readonly FakeTimeProvider _time = new(TestApplication.Noon);
    private readonly LeaseClock _clock = new();
    private PhotoStore Store => field ??= new(database.Database, _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PhotoFolder Folder => new(Options.Create(new PhotoOptions { Folder = _root }));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_was_received_before_the_program_ended_is_made_ready_by_the_next()
    {
        var key = await ReceivedAsync("jpg_gps_DSCN0010.jpg");
        using var work = NewWork();
        await work.StartAsync(Token);
        while ((await Store.FindAsync(key.Id, Token))!.Status == PhotoStatus.Processing || await Folder.IsSpooledAsync(key, Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
        }

        await work.StopAsync(Token);
        var row = (await Store.FindAsync(key.Id, Token))!;
        Assert.Equal(PhotoStatus.Ready, row.Status);
        foreach (var name in new[] { row.LargeName!, row.SmallName! })
        {
            var kept = await File.ReadAllBytesAsync(Path.Combine(_root, "kept", name[..2], name[2..4], $"{name}.jpg"), Token);
            Assert.Equal(name, Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.ASCII.GetBytes(key.Id), .. kept])));
        }
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_refused_and_its_bytes_are_gone()
    {
        var key = await ReceivedAsync("made_truncated_gps.jpg");
        using var work = NewWork();
        await work.MakeReadyAsync(key, Token);
        var row = (await Store.FindAsync(key.Id, Token))!;
        Assert.Equal((PhotoStatus.Refused, PhotoRefusal.Unreadable), (row.Status, row.Refusal));
        Assert.Empty(FilesOf());
    }

    [Fact]
    public async Task What_ended_the_program_again_and_again_is_given_up()
    {
        var key = await ReceivedAsync("starfish.jpg");
        for (var i = 0; i < PhotoStore.MostAttempts; i++)
        {
            Assert.True(await Store.BeginAsync(key, $"node-{i}", Token));
            _clock.Offset += PhotoStore.TakenFor;
        }

        using var work = NewWork();
        await work.MakeReadyAsync(key, Token);
        Assert.Equal(PhotoStatus.Refused, (await Store.FindAsync(key.Id, Token))!.Status);
    }

    [Fact]
    public async Task What_another_server_works_on_is_left_to_it()
    {
        var key = await ReceivedAsync("starfish.jpg");
        Assert.True(await Store.BeginAsync(key, "another", Token));
        using var work = NewWork();
        for (var i = 0; i <= PhotoStore.MostAttempts; i++)
        {
            await work.MakeReadyAsync(key, Token);
        }

        Assert.Equal(PhotoStatus.Processing, (await Store.FindAsync(key.Id, Token))!.Status);
        Assert.True(await Folder.IsSpooledAsync(key, Token));
        _clock.Offset += PhotoStore.TakenFor;
        await work.MakeReadyAsync(key, Token);
        Assert.Equal(PhotoStatus.Ready, (await Store.FindAsync(key.Id, Token))!.Status);
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_costs_no_photo()
    {
        var key = await ReceivedAsync("starfish.jpg");
        using var work = NewWork();
        var kept = Path.Combine(_root, "kept");
        await File.WriteAllTextAsync(kept, "in the way", Token);
        for (var i = 0; i <= PhotoStore.MostAttempts; i++)
        {
            await Assert.ThrowsAnyAsync<IOException>(() => work.MakeReadyAsync(key, Token));
        }

        File.Delete(kept);
        await work.MakeReadyAsync(key, Token);
        Assert.Equal(PhotoStatus.Ready, (await Store.FindAsync(key.Id, Token))!.Status);
    }

    [Fact]
    public async Task Files_go_with_the_photo_and_leftovers_of_the_spool_after_a_day()
    {
        var key = await ReceivedAsync("starfish.jpg");
        using var work = NewWork();
        await work.MakeReadyAsync(key, Token);
        Assert.Equal(2, FilesOf().Length);
        using (Folder.Begin())
        {
        }

        using var sweep = new PhotoSweep(Store, Folder, _time, NullLogger<PhotoSweep>.Instance);
        Assert.Equal(0, await sweep.SweepAsync(Token));
        Assert.Equal(3, FilesOf().Length);

        // Files have the time of the machine, whatever the clock of the test says.
        _time.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(PhotoOptions.Days + 1));
        Assert.True(await sweep.SweepAsync(Token) >= 1);
        Assert.Null(await Store.FindAsync(key.Id, Token));
        Assert.Empty(FilesOf());
    }

    private string[] FilesOf() => Directory.GetFiles(_root, "*", SearchOption.AllDirectories);

    private PhotoWork NewWork() => new(Store, Folder, Options.Create(new PhotoOptions()), _time, NullLogger<PhotoWork>.Instance);

    /// <summary>As it is when the answer is sent: the bytes on the disk, the row behind them.</summary>
    private async Task<PhotoKey> ReceivedAsync(string name)
    {
        var bytes = await File.ReadAllBytesAsync(RealData.PathOf(Path.Combine("photos", name)), Token);
        var key = new PhotoKey(Guid.CreateVersion7().ToString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        string part;
        await using (var file = Folder.Begin())
        {
            part = file.Name;
            await file.WriteAsync(bytes, Token);
        }

        await Folder.SpoolAsync(part, key, Token);
        Assert.True(await Store.AddAsync(new(key, bytes.Length), "app", _time.Now(), _time.Now().AddDays(PhotoOptions.Days), Token));
        return key;
    }
}
