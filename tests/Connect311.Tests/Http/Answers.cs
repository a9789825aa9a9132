using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>What the tests of the wire ask of answers, and how they make bodies.</summary>
internal static class Answers
{
    private static readonly string[] ProblemMembers = ["type", "title", "status", "code", "retry", "errors"];
    private static readonly string[] ErrorMembers = ["field", "code", "message", "params"];

    /// <summary>The body of a refusal, checked against the documented shape.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, ProblemCode code)
    {
        var text = await response.TextAsync();
        Assert.True(code.Status == (int)response.StatusCode, $"{code.Status} {code.Code} was expected, not {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(ProblemMembers, NamesOf(problem).Take(ProblemMembers.Length));
        Assert.Equal("urn:connect311:problem:" + code.Code, problem.Text("type"));
        Assert.Equal(code.Code, problem.Text("code"));
        Assert.Equal(code.Status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code.Retry, problem.Text("retry"));
        Assert.NotEmpty(problem.Text("title"));
        foreach (var error in problem.GetProperty("errors").EnumerateArray())
        {
            Assert.Equal(ErrorMembers, NamesOf(error));
            Assert.NotEmpty(error.Text("message"));
            Assert.DoesNotContain('{', error.Text("message"));
            Assert.Equal(JsonValueKind.Object, error.GetProperty("params").ValueKind);
        }

        return problem;
    }

    /// <summary>The faults of a refused body, as <c>field code</c>, in their order.</summary>
    public static async Task<string[]> FaultsAsync(this HttpResponseMessage response)
    {
        var problem = await response.ProblemAsync(ProblemCode.ValidationFailed);
        return [.. problem.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}")];
    }

    public static Task<string> TextAsync(this HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Names and types, such as <c>{open:true,number:string,links:{status:string}}</c>; an array shows its first.</summary>
    public static string ShapeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", json.EnumerateObject().Select(member => $"{member.Name}:{ShapeOf(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", json.EnumerateArray().Take(1).Select(ShapeOf)) + "]",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The whole pothole report, changed.</summary>
    public static string Pothole(Action<JsonObject> change)
    {
        var body = JsonNode.Parse(Calls.Pothole)!.AsObject();
        change(body);
        return body.ToJsonString();
    }

    /// <summary>The pothole report with one member set to raw JSON, at a path such as <c>location.source</c>.</summary>
    public static string PotholeWith(string path, string json) => Pothole(body =>
    {
        var names = path.Split('.');
        var at = body;
        foreach (var name in names[..^1])
        {
            at = (at[name] ??= new JsonObject()).AsObject();
        }

        at[names[^1]] = JsonNode.Parse(json);
    });

    /// <summary>How many reports are stored.</summary>
    public static Task<long> RequestsAsync(this TestApplication application) =>
        application.Database.FindAsync<long>(
            "SELECT COUNT(*) FROM ServiceRequest;", null, TestContext.Current.CancellationToken);

    /// <summary>Sends bytes as they are, ends the sending half if asked to, and reads what comes back.</summary>
    public static async Task<string> SendRawAsync(this TestApplication application, byte[] bytes, bool hangUp)
    {
        using var anybody = application.Anybody();
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", anybody.BaseAddress!.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        if (hangUp)
        {
            socket.Client.Shutdown(SocketShutdown.Send);
        }

        return await ReadToEndAsync(stream);
    }

    /// <summary>What came before the end; a server may also end a connection with a reset.</summary>
    private static async Task<string> ReadToEndAsync(Stream stream)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Whether an answer came before the reset is what the caller looks at.
        }

        return answer.ToString();
    }

    private static IEnumerable<string> NamesOf(JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
