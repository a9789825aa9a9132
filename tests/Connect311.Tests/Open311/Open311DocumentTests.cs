using System.Text.Json;
using Connect311.Tests.Http;

namespace Connect311.Tests.Open311;

/// <summary>The committed OpenAPI document of this face.</summary>
public sealed class Open311DocumentTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Path = "/openapi/open311-v2.json";

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        using var anybody = application.Anybody();
        var served = await (await anybody.ReadAsync(Path)).TextAsync();
        Assert.Equal(served, await (await anybody.ReadAsync(Path)).TextAsync());
        Assert.DoesNotContain("127.0.0.1", served);
        SpecFile.AssertEqual("open311-v2.json", served + "\n");
    }

    [Fact]
    public async Task It_and_the_other_document_hold_no_route_of_each_other()
    {
        using var anybody = application.Anybody();
        var (own, other) = (await (await anybody.ReadAsync(Path)).JsonAsync(), await (await anybody.ReadAsync("/openapi/v1.json")).JsonAsync());
        Assert.All(own.GetProperty("paths").EnumerateObject(), path => Assert.StartsWith("/open311/v2/", path.Name, StringComparison.Ordinal));
        Assert.All(other.GetProperty("paths").EnumerateObject(), path => Assert.StartsWith("/v1/", path.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_operation_is_described_with_an_example_in_both_forms()
    {
        using var anybody = application.Anybody();
        var document = await (await anybody.ReadAsync(Path)).JsonAsync();
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value))
        {
            Assert.All([operation.Text("summary"), operation.Text("description"), operation.Text("operationId")], Assert.NotEmpty);
            Assert.All(operation.GetProperty("parameters").EnumerateArray(), parameter => Assert.NotEmpty(parameter.Text("description")));
            Assert.All(operation.GetProperty("responses").EnumerateObject(), answer =>
            {
                Assert.NotEmpty(answer.Value.Text("description"));
                var content = answer.Value.GetProperty("content");
                Open311Calls.AssertSame(content.GetProperty("text/xml").Text("example"), content.GetProperty("application/json").GetProperty("example").GetRawText());
            });
        }
    }

    [Fact]
    public async Task Its_examples_have_the_members_of_answers()
    {
        using var app = application.App();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        var document = await (await app.ReadAsync(Path)).JsonAsync();
        JsonElement ExampleOf(string path) => document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("example");

        Assert.Equal(NamesOf((await app.AskAsync("discovery"))), NamesOf(ExampleOf("/open311/v2/discovery.{format}")));
        Assert.Equal(NamesOf((await app.AskAsync("services"))[0]), NamesOf(ExampleOf("/open311/v2/services.{format}")[0]));
        Assert.Equal(NamesOf((await app.AskAsync($"requests/{number}"))[0]), NamesOf(ExampleOf("/open311/v2/requests/{service_request_id}.{format}")[0]));
        var attribute = (await app.AskAsync("services/heat-hot-water.entire-building")).GetProperty("attributes").EnumerateArray().First(one => one.TryGetProperty("values", out _));
        Assert.Equal(NamesOf(attribute), NamesOf(ExampleOf("/open311/v2/services/{service_code}.{format}").GetProperty("attributes")[1]));
    }

    private static IEnumerable<string> NamesOf(JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
