using System.Text;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>Bodies that no field can be blamed for, and bodies that are none at all.</summary>
public sealed class UnreadableBodyTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    [Theory]
    [InlineData(408, "request-timeout", "same")]
    [InlineData(413, "too-large", "changed")]
    [InlineData(400, "bad-request", "changed")]
    [InlineData(431, "bad-request", "changed")]
    public void What_Kestrel_refuses_tells_a_phone_whether_to_send_it_again(int status, string code, string retry) =>
        Assert.Equal((code, retry), (ProblemCode.OfStatus(status).Code, ProblemCode.OfStatus(status).Retry));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("""{"serviceType":"street-condition.pothole","descr""")]
    [InlineData("""{"serviceType":"street-condition.pothole"}{}""")]
    [InlineData("""{"serviceType":"street-condition.pothole",}""")]
    [InlineData("""{"serviceType":'street-condition.pothole'}""")]
    [InlineData("""{"serviceType":NaN}""")]
    [InlineData("""{"serviceType":"a","serviceType":"b"}""")]
    [InlineData("""{"serviceType":"a","service\u0054ype":"b"}""")]
    [InlineData("""{"serviceType":"a","location":{"latitude":1,"latitude":2}}""")]
    [InlineData("{\"description\":\"a\nb\"}")]
    public async Task What_is_not_JSON_is_unreadable(string body)
    {
        using var app = application.App();
        await AssertNothingStoredAsync(async () =>
            await (await app.SubmitAsync(body)).ProblemAsync(ProblemCode.UnreadableBody));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("true")]
    public async Task Another_value_than_an_object_is_refused(string body)
    {
        using var app = application.App();
        await AssertNothingStoredAsync(async () =>
            Assert.Equal([" wrong-type"], await (await app.SubmitAsync(body)).FaultsAsync()));
    }

    [Theory]
    [InlineData("""{"serviceType":"\ud800"}""", "/serviceType")]
    [InlineData("""{"serviceType":"street-condition.pothole","description":"a\uDFFFb"}""", "/description")]
    [InlineData("""{"serviceType":"street-condition.pothole","answers":{"size":"\ud800"}}""", "/answers/size")]
    [InlineData("""{"serviceType":"street-condition.pothole","answers":{"size":["x","\ud800"]}}""", "/answers/size/1")]
    [InlineData("""{"serviceType":"street-condition.pothole","catalogVersion":99,"answers":{"new":"\ud800"}}""", "/answers/new")]
    [InlineData("""{"serviceType":"street-condition.pothole","catalogVersion":99,"a~b":{"new":["\ud800"]}}""", "/a~0b/new/0")]
    public async Task A_lone_surrogate_is_no_text(string body, string field)
    {
        using var app = application.App();
        await AssertNothingStoredAsync(async () =>
            Assert.Contains($"{field} invalid-text", await (await app.SubmitAsync(body)).FaultsAsync()));
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"serviceType":"street-condition.pothole","answers":{"\udc00":1}}""")]
    [InlineData("""{"\ud800":1,"\ud800":2}""")]
    public async Task A_name_with_a_lone_surrogate_is_no_name(string body)
    {
        using var app = application.App();
        await AssertNothingStoredAsync(async () =>
        {
            var problem = await (await app.SubmitAsync(body)).ProblemAsync(ProblemCode.UnreadableBody);
            Assert.Equal("invalid-text", problem.GetProperty("errors")[0].Text("code"));
        });
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        using var app = application.App();
        byte[] body = [.. """{"serviceType":"street-condition.pothole","description":"caf"""u8, 0xE9, .. "\"}"u8];
        await AssertNothingStoredAsync(async () =>
        {
            var problem = await (await SendAsync(app, new ByteArrayContent(body))).ProblemAsync(ProblemCode.UnreadableBody);
            Assert.Equal("invalid-text", problem.GetProperty("errors")[0].Text("code"));
        });
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        using var app = application.App();
        var body = $$"""{"answers":{{new string('[', 1000)}}{{new string(']', 1000)}}}""";
        await AssertNothingStoredAsync(async () => await (await app.SubmitAsync(body)).ProblemAsync(ProblemCode.UnreadableBody));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused(string? contentType)
    {
        using var app = application.App();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Calls.Pothole));
        await AssertNothingStoredAsync(async () =>
            await (await SendAsync(app, content, contentType)).ProblemAsync(ProblemCode.UnsupportedMediaType));
    }

    [Fact]
    public Task Ten_announced_megabytes_are_too_much() => AssertNothingStoredAsync(async () =>
        AssertTooLarge(await application.SendRawAsync(Encoding.ASCII.GetBytes(Head($"Content-Length: {TenMegabytes}") + "{"), hangUp: false)));

    [Fact]
    public Task A_body_without_a_length_is_too_much_once_it_is_too_long() => AssertNothingStoredAsync(async () =>
    {
        var sent = Head("Transfer-Encoding: chunked") + $"{TenMegabytes:x}\r\n" + new string(' ', RequestBody.MaxBytes + 1);
        AssertTooLarge(await application.SendRawAsync(Encoding.ASCII.GetBytes(sent), hangUp: false));
    });

    [Fact]
    public Task A_body_that_is_cut_off_stores_nothing() => AssertNothingStoredAsync(async () =>
    {
        var answer = await application.SendRawAsync(Encoding.ASCII.GetBytes(Head("Content-Length: 500") + Calls.Pothole), hangUp: true);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
    });

    private static void AssertTooLarge(string answer)
    {
        Assert.StartsWith("HTTP/1.1 413 ", answer);
        Assert.Contains("application/problem+json", answer);
        Assert.Contains("\"code\":\"too-large\"", answer);
    }

    private static string Head(string framing) =>
        $"POST /v1/service-requests HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: demo-app\r\nContent-Type: application/json\r\n{framing}\r\n\r\n";

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpContent content, string? contentType = "application/json")
    {
        if (contentType is not null)
        {
            content.Headers.ContentType = new(contentType);
        }

        return client.PostAsync("/v1/service-requests", content, TestContext.Current.CancellationToken);
    }

    private async Task AssertNothingStoredAsync(Func<Task> act)
    {
        using var _ = application.Anybody();
        var before = await application.RequestsAsync();
        await act();
        Assert.Equal(before, await application.RequestsAsync());
    }
}
