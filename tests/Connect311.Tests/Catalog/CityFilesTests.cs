using Connect311.Api.Catalog;
using Connect311.Api.Databases;

namespace Connect311.Tests.Catalog;

public sealed class CityFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-city-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_folder_is_read_with_all_its_files()
    {
        WriteAll();
        var city = CityReader.Read(CityFiles.Read(_folder.FullName), 3, 4);
        Assert.Equal((3, 4), (city.Catalog.Version, city.Rules.Version));
        Assert.Equal("west", Assert.Single(city.AreaSets).Find(0.5, 0.5)?.Code);
    }

    [Fact]
    public void The_citys_own_area_set_comes_first()
    {
        WriteAll();
        File.Copy(PathOf("areas/borough.geojson"), PathOf("areas/alpha.geojson"));
        Assert.Equal(["borough", "alpha"], CityReader.Read(CityFiles.Read(_folder.FullName), 1, 1).AreaSets.Select(set => set.Name));
    }

    [Theory]
    [InlineData("city.json")]
    [InlineData("departments.json")]
    [InlineData("groups.json")]
    [InlineData("outcomes.json")]
    [InlineData("service-types.json")]
    [InlineData("danger.json")]
    [InlineData("rule-set.json")]
    public void A_missing_file_is_named(string name)
    {
        WriteAll();
        File.Delete(PathOf(name));
        var error = Assert.Throws<UserErrorException>(() => CityFiles.Read(_folder.FullName));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        var files = SmallCity.Files.ToDictionary();
        files.Remove(name);
        Assert.Equal([$"{name}:1  required"], SmallCity.FaultsOf(files));
    }

    [Fact]
    public void The_citys_area_set_must_have_its_file()
    {
        WriteAll();
        Directory.Delete(PathOf("areas"), recursive: true);
        var refused = Assert.Throws<CatalogRefusedException>(() => CityReader.Read(CityFiles.Read(_folder.FullName), 1, 1));
        Assert.Equal("areas/borough.geojson:1: the document is required", Assert.Single(refused.Faults).ToString());
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<UserErrorException>(() => CityFiles.Read(PathOf("nowhere")));
        Assert.Contains(PathOf("nowhere"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        WriteAll();
        File.Delete(PathOf("groups.json"));
        Directory.CreateDirectory(PathOf("groups.json"));
        var error = Assert.Throws<UserErrorException>(() => CityFiles.Read(_folder.FullName));
        Assert.Contains("groups.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_does_not_matter()
    {
        WriteAll();
        File.WriteAllText(PathOf("city.json"), SmallCity.Files["city.json"], new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("town", CityReader.Read(CityFiles.Read(_folder.FullName), 1, 1).Catalog.City.Code);
    }

    [Fact]
    public void A_name_that_is_no_text_is_a_fault()
    {
        var files = SmallCity.With(("groups.json", "\"code\": \"rest\",", "\"code\": \"rest\", \"\\ud800\": 1,"));
        Assert.Equal(["groups.json:3  invalid-format"], SmallCity.FaultsOf(files));
    }

    private void WriteAll()
    {
        Directory.CreateDirectory(PathOf("areas"));
        foreach (var (name, text) in SmallCity.Files)
        {
            File.WriteAllText(PathOf(name), text);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
