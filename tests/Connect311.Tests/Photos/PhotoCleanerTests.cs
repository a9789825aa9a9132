using Connect311.Api.Photos.Pictures;
using ImageMagick;

namespace Connect311.Tests.Photos;

/// <summary>Real photos with real places in them, broken ones, and ones that were made to do harm.</summary>
public sealed class PhotoCleanerTests
{
    [Theory]
    [InlineData("heic_IMG_5195.HEIC", 1586, 2048)]
    [InlineData("heic_mobile_iphone_13_pro_max.HEIC", 1536, 2048)]
    [InlineData("heic_samplefilehub.heif", 640, 426)]
    [InlineData("jpg_corrupted.jpg", 2048, 1536)]
    [InlineData("jpg_gps_DSCN0010.jpg", 640, 480)]
    [InlineData("jpg_gps_DSCN0012.jpg", 640, 480)]
    [InlineData("jpg_gps_DSCN0021.jpg", 640, 480)]
    [InlineData("jpg_gps_DSCN0042.jpg", 640, 480)]
    [InlineData("jpg_invalid_image00971.jpg", 636, 227)]
    [InlineData("jpg_invalid_image01088.jpg", 425, 120)]
    [InlineData("jpg_invalid_image01137.jpg", 88, 64)]
    [InlineData("jpg_invalid_image01551.jpg", 61, 58)]
    [InlineData("jpg_invalid_image02206.jpg", 65, 65)]
    [InlineData("jpg_orientation_landscape_3.jpg", 600, 450)]
    [InlineData("jpg_orientation_landscape_6.jpg", 600, 450)]
    [InlineData("jpg_orientation_portrait_8.jpg", 450, 600)]
    [InlineData("jpg_tests_45-gps_ifd.jpg", 1600, 900)]
    [InlineData("made_polyglot_jpeg_html.jpg", 640, 480)]
    [InlineData("starfish.jpg", 1278, 720)]
    [InlineData("test.jpg", 2, 1)]
    public void A_photo_comes_out_upright_and_without_anything_beside_the_picture(string name, int width, int height)
    {
        var clean = Clean(name);
        Assert.Equal((width, height), (clean.Width, clean.Height));
        foreach (var (jpeg, side) in new[] { (clean.Large, PhotoCleaner.LargeSide), (clean.Small, PhotoCleaner.SmallSide) })
        {
            JpegScan.AssertClean(jpeg);
            using var picture = new MagickImage(jpeg, MagickFormat.Jpeg);
            Assert.Equal(Math.Min(side, Math.Max(width, height)), (int)Math.Max(picture.Width, picture.Height));
        }
    }

    [Theory]
    [InlineData("made_bomb_30000x30000_1bit.png", PhotoRefusal.TooManyPixels)]
    [InlineData("made_sof_65500x65500.jpg", PhotoRefusal.TooManyPixels)]
    [InlineData("made_html_named.jpg", PhotoRefusal.NotAPhoto)]
    [InlineData("made_svg_script.svg", PhotoRefusal.NotAPhoto)]
    [InlineData("made_truncated_gps.jpg", PhotoRefusal.Unreadable)]
    public void What_is_no_photo_too_large_or_cut_off_is_refused(string name, string refusal) =>
        Assert.Equal(refusal, Assert.Throws<PhotoRefusedException>(() => Clean(name)).Code);

    [Fact]
    public void A_photo_turned_by_the_camera_shows_what_one_turned_otherwise_shows()
    {
        using var upsideDown = new MagickImage(Clean("jpg_orientation_landscape_3.jpg").Small, MagickFormat.Jpeg);
        using var onItsSide = new MagickImage(Clean("jpg_orientation_landscape_6.jpg").Small, MagickFormat.Jpeg);
        Assert.InRange(upsideDown.Compare(onItsSide, ErrorMetric.RootMeanSquared), 0, 0.05);
        upsideDown.Flip();
        Assert.InRange(upsideDown.Compare(onItsSide, ErrorMetric.RootMeanSquared), 0.1, 1);
    }

    [Theory]
    [InlineData("jpg_gps_DSCN0010.jpg", 43.467448, 11.885127, "2008-10-22 16:28:39")]
    [InlineData("heic_IMG_5195.HEIC", 39.051344, -94.288772, "2021-04-11 15:47:53")]
    [InlineData("heic_mobile_iphone_13_pro_max.HEIC", null, null, "2022-02-16 12:55:41")]
    public void Where_and_when_it_was_taken_is_read_from_the_head(string name, double? latitude, double? longitude, string local)
    {
        using var file = File.OpenRead(PathOf(name));
        var hint = PhotoHint.Read(PhotoHeader.Of(new(file)).Exif)!;
        Assert.Equal((latitude, longitude), (hint.Latitude, hint.Longitude));
        Assert.Equal(local, hint.Local!.Value.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Heads with bytes changed and cut off everywhere: read, or refused, and nothing else.</summary>
    [Theory]
    [InlineData("heic_samplefilehub.heif")]
    [InlineData("jpg_gps_DSCN0010.jpg")]
    [InlineData("made_bomb_30000x30000_1bit.png")]
    public void No_head_breaks_the_reader(string name)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        var random = new Random(311);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 3_000; round++)
        {
            var head = bytes.AsSpan(0, Math.Min(bytes.Length, 16_000)).ToArray();
            for (var changes = random.Next(1, 12); changes > 0; changes--)
            {
                head[random.Next(random.Next(1, head.Length))] = (byte)random.Next(256);
            }

            using var file = new MemoryStream(head, 0, random.Next(head.Length / 2, head.Length));
            try
            {
                PhotoHint.Read(PhotoHeader.Of(new(file)).Exif);
                read++;
            }
            catch (PhotoRefusedException)
            {
                refused++;
            }
        }

        Assert.Equal(3_000, read + refused);
        Assert.NotEqual(0, refused);
    }

    private static string PathOf(string name) => RealData.PathOf(Path.Combine("photos", name));

    private static CleanPhoto Clean(string name)
    {
        using var file = File.OpenRead(PathOf(name));
        return PhotoCleaner.Clean(file, PhotoHeader.Of(new(file)));
    }
}
