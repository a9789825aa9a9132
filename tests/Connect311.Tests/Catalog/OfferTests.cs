using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Phones;
using Connect311.Api.Http;

namespace Connect311.Tests.Catalog;

/// <summary>Phones offer a service type where the city says so.</summary>
public sealed class OfferTests
{
    [Theory]
    [InlineData(null, "pothole,pothole.road,pothole.path,opening-hours,unlisted")]
    [InlineData(0.5, "pothole,pothole.road,opening-hours,unlisted")]
    [InlineData(1.5, "pothole,pothole.road,pothole.path,opening-hours,unlisted")]
    [InlineData(2.5, "opening-hours")]
    public void What_a_place_does_not_offer_is_left_out(double? longitude, string offered)
    {
        var city = new CurrentCity();
        city.Set(SmallCity.Read(Files("borough:east")));
        var catalogs = new PhoneCatalogs(city);
        var document = catalogs.In("en", longitude is { } east ? (0.5, east) : null, ContentCoding.Identity);

        using var json = JsonDocument.Parse(document.Body);
        Assert.Equal(offered.Split(','), json.RootElement.GetProperty("serviceTypes").EnumerateArray().Select(type => type.GetProperty("code").GetString()!));

        // What leaves out as much is the same document, and no other has its tag.
        Assert.Equal(document.ETag == catalogs.In("en", null, ContentCoding.Identity).ETag, longitude is null or 1.5);
    }

    [Theory]
    [InlineData("borough:north", "undefined")]
    [InlineData("east", "invalid-format")]
    public void It_is_offered_in_areas_that_there_are(string area, string code) =>
        Assert.Equal([$"/0/descriptors/1/offeredIn/0 {code}"], SmallCity.FaultsOf(Files(area)).Select(fault => fault[(fault.IndexOf(' ', StringComparison.Ordinal) + 1)..]));

    private static Dictionary<string, string> Files(string area) =>
        SmallCity.With(("service-types.json", "\"descriptor\": \"Path\"", $"\"offeredIn\": [\"{area}\"], \"descriptor\": \"Path\""));
}
