using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Connect311.Tests.Open311;

/// <summary>Calls as other systems make them. Whatever is asked is asked in both forms, and must be the same in both.</summary>
internal static class Open311Calls
{
    public const string Root = "/open311/v2";

    public const string Key = "demo-app";

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    /// <summary>The answer, as JSON.</summary>
    /// <param name="method">Without its suffix, with its query: <c>services?jurisdiction_id=x</c>.</param>
    public static Task<JsonElement> AskAsync(this HttpClient client, string method, HttpStatusCode status = HttpStatusCode.OK) =>
        client.BothAsync(method, status, path => new(HttpMethod.Get, path));

    /// <summary>The errors of a call that is refused, as <c>code description</c>.</summary>
    public static async Task<string[]> RefusedAsync(this HttpClient client, HttpStatusCode status, string method) =>
        ErrorsOf(await client.AskAsync(method, status));

    public static string[] ErrorsOf(JsonElement errors) =>
        [.. errors.EnumerateArray().Select(error => $"{error.GetProperty("code").GetInt32()} {error.Text("description")}")];

    /// <summary>Sends what <paramref name="make"/> makes once for XML and once for JSON, and compares.</summary>
    public static async Task<JsonElement> BothAsync(this HttpClient client, string method, HttpStatusCode status, Func<string, HttpRequestMessage> make)
    {
        var (xml, xmlAnswer) = await client.SendAsync(make(PathOf(method, "xml")), status, "text/xml");
        var (json, _) = await client.SendAsync(make(PathOf(method, "json")), status, "application/json");
        AssertSame(xml, json);
        Assert.Equal(status == HttpStatusCode.OK, xmlAnswer.IsSuccessStatusCode);
        return JsonSerializer.Deserialize<JsonElement>(json);
    }

    public static void AssertSame(string xml, string json)
    {
        Assert.StartsWith(Declaration, xml, StringComparison.Ordinal);
        var root = XDocument.Parse(xml, LoadOptions.PreserveWhitespace).Root!;
        Assert.All(root.DescendantsAndSelf(), element =>
        {
            Assert.Equal("", element.Name.NamespaceName);
            Assert.Empty(element.Attributes());
        });
        var mapped = SparkMapping.Of(root);
        Assert.True(JsonNode.DeepEquals(mapped, JsonNode.Parse(json)), $"{mapped?.ToJsonString()}\nis not\n{json}");
    }

    /// <summary>A report by form; only what is different from a pothole is said.</summary>
    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static async Task<(string Body, HttpResponseMessage Answer)> SendAsync(this HttpClient client, HttpRequestMessage call, HttpStatusCode status, string type)
    {
        var answer = await client.SendAsync(call, TestContext.Current.CancellationToken);
        var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.True(status == answer.StatusCode, $"{(int)status} was expected, not {(int)answer.StatusCode}: {body}");
        Assert.Equal($"{type}; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return (body, answer);
    }

    private static string PathOf(string method, string suffix)
    {
        var query = method.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? $"{Root}/{method}.{suffix}" : $"{Root}/{method[..query]}.{suffix}{method[query..]}";
    }
}
