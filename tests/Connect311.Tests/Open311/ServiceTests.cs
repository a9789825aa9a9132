using System.Net;
using System.Text.Json;

namespace Connect311.Tests.Open311;

/// <summary>C1 to C3: discovery, the services and what is asked with one.</summary>
public sealed class ServiceTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Fact]
    public async Task Discovery_says_where_what_and_whom_to_ask()
    {
        using var anybody = application.Anybody();
        var discovery = await anybody.AskAsync("discovery");
        Assert.Equal("{changeset:string,contact:string,key_service:string,endpoints:[{specification:string,url:string,changeset:string,type:string,formats:[string]}]}", Http.Answers.ShapeOf(discovery));
        var endpoint = discovery.GetProperty("endpoints")[0];
        Assert.Equal(1, discovery.GetProperty("endpoints").GetArrayLength());
        Assert.Equal("http://wiki.open311.org/GeoReport_v2", endpoint.Text("specification"));
        Assert.Equal($"{anybody.BaseAddress!.ToString().TrimEnd('/')}/open311/v2", endpoint.Text("url"));
        Assert.Equal(("production", "2026-06-01T16:00:00.000Z"), (endpoint.Text("type"), endpoint.Text("changeset")));
        Assert.Equal(["text/xml", "application/json"], endpoint.GetProperty("formats").EnumerateArray().Select(format => format.GetString()));
        Assert.All([discovery.Text("contact"), discovery.Text("key_service")], Assert.NotEmpty);
    }

    [Fact]
    public async Task Discovery_says_what_the_city_set()
    {
        using var set = new TestApplication().With("Open311:Contact", "311@example.gov").With("Open311:KeyService", "https://example.gov/keys?a=1&b=2")
            .With("Open311:Type", "test").With("Delivery:PublicAddress", "https://311.example.gov/");
        using var anybody = set.Anybody();
        var discovery = await anybody.AskAsync("discovery");
        Assert.Equal(("311@example.gov", "https://example.gov/keys?a=1&b=2"), (discovery.Text("contact"), discovery.Text("key_service")));
        Assert.Equal(("https://311.example.gov/open311/v2", "test"), (discovery.GetProperty("endpoints")[0].Text("url"), discovery.GetProperty("endpoints")[0].Text("type")));
    }

    [Fact]
    public async Task The_changeset_moves_with_the_catalogue()
    {
        using var own = new TestApplication();
        using var anybody = own.Anybody();
        using var admin = own.Staff("demo-admin");
        var before = (await anybody.AskAsync("discovery")).Text("changeset");
        own.Time.Advance(TimeSpan.FromMinutes(1));
        var group = await admin.ReadAsync("/v1/admin/groups/streets");
        var changed = (await group.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("Streets", "Roads", StringComparison.Ordinal);
        var body = JsonSerializer.Deserialize<JsonElement>(changed);
        var answer = await admin.PutJsonAsync("/v1/admin/groups/streets", group.Headers.ETag!.Tag, JsonSerializer.Serialize(new { name = body.GetProperty("name") }));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var after = (await anybody.AskAsync("discovery")).Text("changeset");
        Assert.True(string.CompareOrdinal(before, after) < 0, $"{before} {after}");
    }

    [Fact]
    public async Task Services_are_what_takes_reports()
    {
        using var anybody = application.Anybody();
        var services = (await anybody.AskAsync("services")).EnumerateArray().ToList();
        var types = (await (await anybody.ReadAsync("/v1/service-types")).JsonAsync()).GetProperty("items").EnumerateArray();
        Assert.Equal(types.Where(type => type.Text("kind") == "request").Select(type => type.Text("code")), services.Select(service => service.Text("service_code")));
        Assert.Contains(services, service => service.Text("service_code") == "street-condition.pothole");
        Assert.All(services, service =>
        {
            Assert.Equal(["service_code", "service_name", "description", "metadata", "type", "keywords", "group"], service.EnumerateObject().Select(member => member.Name));
            Assert.Equal("realtime", service.Text("type"));
            Assert.All([service.Text("service_name"), service.Text("description"), service.Text("group")], Assert.NotEmpty);
        });
    }

    [Fact]
    public async Task Metadata_says_whether_a_definition_asks_anything()
    {
        using var anybody = application.Anybody();
        var services = (await anybody.AskAsync("services")).EnumerateArray().DistinctBy(service => service.Text("service_code").Split('.')[0]).ToList();
        foreach (var service in services)
        {
            var definition = await anybody.AskAsync($"services/{service.Text("service_code")}");
            Assert.Equal(service.Text("service_code"), definition.Text("service_code"));
            Assert.Equal(service.GetProperty("metadata").GetBoolean(), definition.GetProperty("attributes").GetArrayLength() > 0);
            AssertAttributes(definition.GetProperty("attributes").EnumerateArray().ToList());
        }

        Assert.Equal(2, services.Select(service => service.GetProperty("metadata").GetBoolean()).Distinct().Count());
    }

    [Fact]
    public async Task A_question_that_hangs_on_another_says_when_it_is_asked()
    {
        using var anybody = application.Anybody();
        var attributes = (await anybody.AskAsync("services/heat-hot-water.entire-building")).GetProperty("attributes").EnumerateArray().ToDictionary(one => one.Text("code"));
        Assert.Equal("number", attributes["room-temperature"].Text("datatype"));
        Assert.Equal("Must be from 0 to 120; the answer to “What is missing?” is Heat or Heat and hot water", attributes["room-temperature"].Text("datatype_description"));
        Assert.Equal("datetime", attributes["since"].Text("datatype"));
        Assert.Equal(["heat Heat", "hot-water Hot water", "both Heat and hot water"], attributes["missing"].GetProperty("values").EnumerateArray().Select(value => $"{value.Text("key")} {value.Text("name")}"));
    }

    [Theory]
    [InlineData("services/no-such-code")]
    [InlineData("services/emergency-911")]
    [InlineData("services/%00")]
    [InlineData("nothing")]
    [InlineData("services/street-condition.pothole/more")]
    [InlineData("request/1")]
    public async Task What_is_not_there_is_404_with_an_error(string method)
    {
        using var anybody = application.Anybody();
        if (method.Contains("%00", StringComparison.Ordinal))
        {
            // The server's own parser refuses it before anything of ours.
            Assert.Equal(HttpStatusCode.BadRequest, (await anybody.ReadAsync($"{Open311Calls.Root}/{method}.xml")).StatusCode);
            return;
        }

        Assert.Equal(["404 There is nothing here by that name or number."], await anybody.RefusedAsync(HttpStatusCode.NotFound, method));
    }

    [Fact]
    public async Task Words_come_in_the_language_of_the_caller()
    {
        using var anybody = application.ClientFor("Accept-Language", "es-MX");
        Assert.Equal(["404 No hay nada con ese nombre o número."], await anybody.RefusedAsync(HttpStatusCode.NotFound, "services/x"));
    }

    private static void AssertAttributes(List<JsonElement> attributes)
    {
        Assert.Equal(Enumerable.Range(1, attributes.Count), attributes.Select(attribute => attribute.GetProperty("order").GetInt32()));
        Assert.All(attributes, attribute =>
        {
            Assert.True(attribute.GetProperty("variable").GetBoolean());
            Assert.NotEmpty(attribute.Text("description"));
            var isList = attribute.Text("datatype") is "singlevaluelist" or "multivaluelist";
            Assert.True(isList || attribute.Text("datatype") is "string" or "number" or "datetime" or "text");
            Assert.Equal(isList, attribute.TryGetProperty("values", out var values) && values.GetArrayLength() > 0);
        });
    }
}
