using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Phones;
using Connect311.Api.Http;
using Connect311.Tests.Catalog;

namespace Connect311.Tests.Http;

/// <summary><c>GET /v1/catalog</c>: all that a phone needs, in its language, small, and once.</summary>
public sealed class PhoneCatalogTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const int MostBytes = 60 * 1024;

    public static TheoryData<string> Languages => [.. Texts.AllLanguages];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task It_is_whole_in_every_language_and_small_when_compressed(string language)
    {
        using var phone = application.CreateClient();
        var plain = await Bytes(await Get(phone, "/v1/catalog", language, null));
        var gzip = await Bytes(await Get(phone, "/v1/catalog", language, "gzip"));
        var brotli = await Bytes(await Get(phone, "/v1/catalog", language, "gzip, br"));
        Assert.InRange(gzip.Length, 1, MostBytes);
        Assert.InRange(brotli.Length, 1, gzip.Length);
        Assert.Equal(plain, Read(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress)));
        Assert.Equal(plain, Read(new BrotliStream(new MemoryStream(brotli), CompressionMode.Decompress)));

        using var catalog = JsonDocument.Parse(plain);
        var root = catalog.RootElement;
        Assert.Equal((language, language is "ar" or "ur" ? "rtl" : "ltr"), (root.Text("language"), root.Text("direction")));
        Assert.DoesNotContain("missing", root.GetProperty("serviceTypes").EnumerateArray().Select(type => type.Text("translation")));
        var listed = await (await phone.ReadAsync("/v1/service-types")).JsonAsync();
        Assert.Equal(Codes(listed.GetProperty("items")), Codes(root.GetProperty("serviceTypes")));
        Assert.Equal(listed.GetProperty("catalogVersion").GetInt32(), root.GetProperty("catalogVersion").GetInt32());
    }

    [Fact]
    public async Task It_has_the_border_of_the_city_in_a_few_kilobytes()
    {
        using var phone = application.CreateClient();
        using var catalog = JsonDocument.Parse(await Bytes(await Get(phone, "/v1/catalog", "en", null)));
        var border = catalog.RootElement.GetProperty("city").GetProperty("border");
        Assert.Equal("MultiPolygon", border.Text("type"));
        Assert.InRange(border.GetRawText().Length, 1_000, 10_000);
        var corners = border.GetProperty("coordinates").EnumerateArray().SelectMany(polygon => Assert.Single(polygon.EnumerateArray()).EnumerateArray()).ToList();
        Assert.All(corners, corner => Assert.True(corner[0].GetDouble() is > -75 and < -73 && corner[1].GetDouble() is > 40 and < 41.5));
    }

    [Fact]
    public async Task Its_tag_stands_for_language_and_coding_and_saves_a_second_answer()
    {
        using var phone = application.CreateClient();
        var first = await Get(phone, "/v1/catalog", "es", "br");
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.Equal(["Accept-Language", "Accept-Encoding"], first.Headers.Vary);

        var again = await Get(phone, "/v1/catalog", "es", "br", tag.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal((tag, 0), (again.Headers.ETag!, (await Bytes(again)).Length));
        foreach (var (language, coding) in new[] { ("en", "br"), ("es", "gzip"), ("es", null) })
        {
            Assert.Equal(HttpStatusCode.OK, (await Get(phone, "/v1/catalog", language, coding, tag.Tag)).StatusCode);
        }
    }

    [Fact]
    public void Other_texts_under_the_same_versions_have_another_tag_and_the_same_ones_the_same()
    {
        var texts = SmallCity.With(("groups.json", "Streets", "Roads and streets"));
        Assert.Equal(TagOf(SmallCity.Files), TagOf(SmallCity.With()));
        Assert.NotEqual(TagOf(SmallCity.Files), TagOf(texts));
        Assert.Equal(SmallCity.Read(SmallCity.Files).Versions, SmallCity.Read(texts).Versions);

        static string TagOf(IReadOnlyDictionary<string, string> files)
        {
            var city = new CurrentCity();
            city.Set(SmallCity.Read(files));
            return new PhoneCatalogs(city).In("en", null, "br").ETag;
        }
    }

    [Theory]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("*", "br")]
    [InlineData("gzip;q=0.9, br;q=0.1", "gzip")]
    [InlineData("zstd, identity", null)]
    [InlineData("*;q=0", null)]
    public async Task The_caller_says_how_it_is_coded(string accepted, string? coding)
    {
        using var phone = application.CreateClient();
        var answer = await Get(phone, "/v1/catalog", "en", accepted);
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
    }

    [Fact]
    public async Task A_place_outside_the_city_leaves_only_what_needs_no_place()
    {
        using var phone = application.CreateClient();
        var everywhere = await Types(phone, "/v1/catalog");
        var inside = await Types(phone, "/v1/catalog?latitude=40.67383&longitude=-73.97054");
        var outside = await Types(phone, "/v1/catalog?latitude=41.5&longitude=-73.97054");
        Assert.Equal(Names(everywhere), Names(inside));
        Assert.NotEmpty(outside);
        Assert.Equal(
            Names(everywhere.Where(type => type.Text("place") != "required" || type.Text("kind") != "request")),
            Names(outside));
    }

    [Theory]
    [InlineData("latitude=40.7", "/longitude required")]
    [InlineData("longitude=-73.9", "/latitude required")]
    [InlineData("latitude=north&longitude=-73.9", "/latitude invalid-format")]
    [InlineData("latitude=NaN&longitude=-73.9", "/latitude invalid-format")]
    [InlineData("latitude=91&longitude=-181", "/latitude out-of-range", "/longitude out-of-range")]
    public async Task A_bad_place_is_refused_by_field(string query, params string[] faults)
    {
        using var phone = application.CreateClient();
        Assert.Equal(faults, await (await phone.ReadAsync($"/v1/catalog?{query}")).FaultsAsync());
    }

    private static async Task<HttpResponseMessage> Get(HttpClient phone, string path, string language, string? coding, string? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", language);
        if (coding is not null)
        {
            request.Headers.Add("Accept-Encoding", coding);
        }

        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }

        return await phone.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<List<JsonElement>> Types(HttpClient phone, string path) =>
        [.. (await (await phone.ReadAsync(path)).JsonAsync()).GetProperty("serviceTypes").EnumerateArray()];

    private static Task<byte[]> Bytes(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    private static byte[] Read(Stream coded)
    {
        using var plain = new MemoryStream();
        using (coded)
        {
            coded.CopyTo(plain);
        }

        return plain.ToArray();
    }

    private static IEnumerable<string> Codes(JsonElement items) => items.EnumerateArray().Select(item => item.Text("code"));

    private static IEnumerable<string> Names(IEnumerable<JsonElement> types) => types.Select(type => type.Text("code"));
}
