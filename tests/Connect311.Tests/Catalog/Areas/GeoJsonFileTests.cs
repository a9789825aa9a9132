using System.Text;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Catalog.Areas;

/// <summary>Whatever file is given: it is read, or one line says why not.</summary>
public sealed class GeoJsonFileTests : IDisposable
{
    private static readonly string Sound = Collection(Feature("a", Square(0, 0, 1)));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-geojson-");

    [Fact]
    public void A_file_is_read_with_and_without_a_byte_order_mark()
    {
        Assert.Equal(2, GeoJsonFile.Read(FileOf(Encoding.UTF8.GetBytes(Sound))).EnumerateObject().Count());
        Assert.Equal(2, GeoJsonFile.Read(FileOf([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Sound)])).EnumerateObject().Count());
    }

    [Fact]
    public void What_cannot_be_read_is_refused_in_one_line()
    {
        Refused([], "it is empty");
        Refused(Encoding.UTF8.GetBytes(Sound[..^20]), "line 1 is broken, or the file ends too early");
        var lines = Sound.Replace("[", "\n[", StringComparison.Ordinal)[..^20];
        Refused(Encoding.UTF8.GetBytes(lines), $"line {lines.Split('\n').Length} is broken");
        Refused(Encoding.Unicode.GetBytes(Sound), "no JSON in UTF-8");
        Refused([0x50, 0x4B, 0x03, 0x04, 0, 0, 0xFF], "no JSON in UTF-8");
        Refused(Encoding.UTF8.GetBytes(new string('[', 100_000)), "line 1 is broken");
        Refused(Encoding.UTF8.GetBytes(Sound.Replace("{\"type\":\"Feature\"", "{\"type\":\"Feature\",\"type\":\"Feature\"", StringComparison.Ordinal)), "is there twice");
        Assert.Contains("There is no file", Assert.Throws<UserErrorException>(() => GeoJsonFile.Read(new("none.geojson"))).Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => GeoJsonFile.Read(new(_folder.FullName)));
    }

    [Fact]
    public void A_file_of_200_MB_is_refused_before_it_is_read()
    {
        var file = FileOf(Encoding.UTF8.GetBytes(Sound));
        using (var stream = file.Open(FileMode.Open))
        {
            stream.SetLength(200_000_000);
        }

        file.Refresh();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<UserErrorException>(() => GeoJsonFile.Read(file));
        Assert.Contains("it has 200 MB, and at most 64 are taken", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("0 0, 4 4, 4 0, 0 4", "feature 2: geometry crosses or touches itself near latitude 2, longitude 2.")]
    [InlineData("0 0, 400 0, 400 1", "feature 2: geometry has positions that are no degrees of WGS 84")]
    public void A_refusal_names_the_feature_and_the_reason(string ring, string reason)
    {
        var message = RefusalOf(Collection(Feature("a", Square(0, 0, 1)), Feature("b", ring)), new("code"));
        Assert.StartsWith("areas.geojson is refused, and nothing was changed: " + reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_counts_the_faults_that_it_does_not_name()
    {
        var file = Collection(Feature("a", Square(0, 0, 1)), Feature("b", Square(1, 0, 1)), Feature("c", Square(2, 0, 1)));
        Assert.EndsWith(
            "feature 1: precint is no property of it; there are: code, name. There are 2 more faults.",
            RefusalOf(file, new("precint")),
            StringComparison.Ordinal);
        Assert.Contains(
            "feature 2: code is there twice. If features with the same code are parts of one area, give --merge.",
            RefusalOf(Collection(Feature("a", Square(0, 0, 1)), Feature("a", Square(1, 0, 1))), new("code")),
            StringComparison.Ordinal);
        Assert.Contains("feature 1 must be of type object. There is 1 more fault.", RefusalOf(Collection("7", "8"), new("code")), StringComparison.Ordinal);
        Assert.Contains("feature 1: properties is required", RefusalOf(Collection("{\"type\":\"Feature\"}"), new("code")), StringComparison.Ordinal);
        Assert.EndsWith("features is required.", RefusalOf(Collection(), new("code")), StringComparison.Ordinal);
        Assert.EndsWith("the set does not touch the city.", RefusalOf(Collection(Feature("a", Square(50, 50, 1))), new("code")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string RefusalOf(string json, AreaNaming naming)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var faults = new List<Fault>();
        Assert.Null(AreaFileReader.Read("set", document.RootElement, naming, Read(Sound), faults));
        return GeoJsonFile.Refused(new("areas.geojson"), faults).Message;
    }

    private void Refused(byte[] bytes, string reason)
    {
        var message = Assert.Throws<UserErrorException>(() => GeoJsonFile.Read(FileOf(bytes))).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private FileInfo FileOf(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, "areas.geojson");
        File.WriteAllBytes(path, bytes);
        return new(path);
    }
}
