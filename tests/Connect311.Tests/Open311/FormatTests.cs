using System.Net;
using System.Text;
using Connect311.Api.Open311;

namespace Connect311.Tests.Open311;

/// <summary>C0: in which form it is answered, and what both forms can hold.</summary>
public sealed class FormatTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Theory]
    [InlineData(null, "text/xml")]
    [InlineData("*/*", "text/xml")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/xml")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, text/plain, */*", "application/json")]
    [InlineData("application/json;q=0.5, text/xml", "text/xml")]
    [InlineData("text/xml;q=0.2, application/json;q=0.9", "application/json")]
    [InlineData("image/png", "text/xml")]
    [InlineData(";;,nonsense", "text/xml")]
    public async Task Without_a_suffix_Accept_decides(string? accept, string type)
    {
        using var anybody = application.Anybody();
        foreach (var path in new[] { "discovery", "services", "services/street-condition.pothole" })
        {
            var call = new HttpRequestMessage(HttpMethod.Get, $"{Open311Calls.Root}/{path}");
            if (accept is not null)
            {
                call.Headers.TryAddWithoutValidation("Accept", accept);
            }

            var (_, answer) = await anybody.SendAsync(call, HttpStatusCode.OK, type);
            Assert.Contains("Accept", answer.Headers.Vary);
        }
    }

    [Theory]
    [InlineData("services.xml", "application/json", "text/xml")]
    [InlineData("services.json", "text/xml", "application/json")]
    [InlineData("SERVICES.JSON", "text/xml", "application/json")]
    [InlineData("/services.json", "*/*", "application/json")]
    public async Task A_suffix_wins_over_Accept(string path, string accept, string type)
    {
        using var anybody = application.ClientFor("Accept", accept);
        await anybody.SendAsync(new(HttpMethod.Get, $"{Open311Calls.Root}/{path}"), HttpStatusCode.OK, type);
    }

    [Theory]
    [InlineData("services.yaml")]
    [InlineData("discovery.html")]
    [InlineData("services/street-condition.pothole.rdf")]
    [InlineData("requests/311-77.pdf")]
    public async Task An_unknown_suffix_is_400_in_XML(string path)
    {
        using var anybody = application.ClientFor("Accept", "application/json");
        var (body, _) = await anybody.SendAsync(new(HttpMethod.Get, $"{Open311Calls.Root}/{path}"), HttpStatusCode.BadRequest, "text/xml");
        Assert.EndsWith("<errors><error><code>400</code><description>format must be one of: xml, json</description></error></errors>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_outside_its_path_speaks_the_protocol()
    {
        using var anybody = application.Anybody();
        foreach (var path in new[] { "/open311/v3/services.xml", "/open311/v2x", "/v1/nothing.xml" })
        {
            Assert.Equal("application/problem+json", (await anybody.ReadAsync(path)).Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("\0a\u0008\uFFFEbc", "abc")]
    [InlineData("\U0001F573 <b>&amp;</b> ]]>", "\U0001F573 <b>&amp;</b> ]]>")]
    [InlineData("  \n ", null)]
    [InlineData("", null)]
    public void Both_forms_hold_the_same_text(string text, string? held)
    {
        AssertHeld(text, held);

        // Half characters, which a test's own data cannot hold.
        AssertHeld($"{'\uDC00'}{text}{'\uD800'}", held);
    }

    private static void AssertHeld(string text, string? held)
    {
        var value = new { description = text };
        var (xml, json) = (Encoding.UTF8.GetString(Spark.ToXml("request", value)), Encoding.UTF8.GetString(Spark.ToJson(value)));
        Open311Calls.AssertSame(xml, json);
        Assert.Equal(held, System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("description").GetString());
    }
}
