using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Open311.Check;
using Microsoft.AspNetCore.Http;

namespace Connect311.Tests.Open311.Check;

/// <summary>Servers that mean no good, or cannot do better: the check ends, in little memory, and says what it met.</summary>
public sealed class HostileServerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_body_without_end_is_cut()
    {
        var endless = new byte[64 * 1024];
        Array.Fill(endless, (byte)'a');
        var report = await RunAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(endless);
            }
        });

        AssertNotWhole(report, "more than 8 MB");
        Assert.InRange(report.Calls, 1, 5);
    }

    [Fact]
    public async Task A_body_that_drips_is_left_at_the_time_limit() => AssertNotWhole(
        await RunAsync(async context =>
        {
            await context.Response.WriteAsync("<services>");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }),
        "it did not end within 0.3 s");

    [Fact]
    public async Task A_body_that_breaks_off_is_no_answer()
    {
        var calls = 0;
        var report = await RunAsync(async context =>
        {
            if (Interlocked.Increment(ref calls) > 1)
            {
                context.Response.ContentLength = 1_000;
                await context.Response.WriteAsync("<services>");
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        });

        AssertNotWhole(report, "it broke off before its end");
    }

    [Fact]
    public async Task A_head_that_never_comes_cannot_be_checked() => await AssertRefusedAsync(
        "no answer within 0.3 s", context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));

    [Fact]
    public async Task A_place_where_nothing_listens_cannot_be_checked()
    {
        Uri endpoint;
        await using (var server = await TestServer.StartAsync(_ => Task.CompletedTask))
        {
            endpoint = server.Endpoint;
        }

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => CheckedServer.RunAsync(CheckedServer.Options(endpoint)));
        Assert.Contains("nothing listens there", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://elsewhere.example/v2/services.xml", "redirected to http://elsewhere.example")]
    [InlineData("//elsewhere.example/x", "redirected to http://elsewhere.example")]
    [InlineData("/v2/services.xml", "redirected more than 3 times")]
    [InlineData("file:///etc/passwd", "redirected to file://")]
    public async Task A_redirect_leads_nowhere_else(string location, string words) => AssertNotWhole(
        await RunAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        }),
        words);

    [Theory]
    [InlineData("""<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><services><service>&c;</service></services>""", "DTD")]
    [InlineData("""<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><services><service>&e;</service></services>""", "DTD")]
    [InlineData("<services><service>", "")]
    [InlineData("<services/><services/>", "")]
    [InlineData("<html><body><p>Hello<br></body></html>", "")]
    [InlineData("", "")]
    public async Task XML_that_is_none_is_not_well_formed(string body, string words)
    {
        var report = await RunAsync(context => AnswerAsync(context, "text/xml; charset=utf-8", Encoding.UTF8.GetBytes(body)));

        Assert.Contains("C2.1", report.Ids(Verdict.Fail));
        Assert.Contains(report.Of(Verdict.Fail), line => line.StartsWith("C0.3: ", StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));
        Assert.DoesNotContain(report.Findings, finding => finding.Evidence.Words.Contains("root:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('<')]
    [InlineData('[')]
    public async Task What_is_nested_a_million_deep_is_not_read(char kind)
    {
        var body = kind == '<' ? string.Concat(Enumerable.Repeat("<a>", 1_000_000)) : new string('[', 1_000_000);
        var report = await RunAsync(context => AnswerAsync(context, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body)), json: true);

        Assert.Contains(kind == '<' ? "C0.3" : "C0.9", report.Ids(Verdict.Fail));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_told_and_not_shown()
    {
        var report = await RunAsync(context => AnswerAsync(
            context, "text/xml; charset=utf-8", [.. "<?xml version=\"1.0\" encoding=\"UTF-8\"?><services><service><type>\u001b"u8, 0xC3, 0x28, .. "</type></service></services>"u8]));

        Assert.Contains("C0.2", report.Ids(Verdict.Fail));
        Assert.All(report.Findings, finding => Assert.DoesNotContain(finding.Evidence.Words, char.IsControl));
    }

    [Fact]
    public async Task A_page_for_every_error_is_no_answer_in_errors()
    {
        var right = new RightServer();
        await using var server = await TestServer.StartAsync(right, call => right.Answer(call) is { Status: >= 400 } error
            ? error with { ContentType = "text/html", Rewrite = _ => "<!DOCTYPE html><title>Error</title>" }
            : right.Answer(call));

        var report = await CheckedServer.RunAsync(CheckedServer.Options(server.Endpoint));

        Assert.Equal(["C8.1", "C8.5", "C8.6", "C8.7", "C8.8"], report.Ids(Verdict.Fail));
    }

    private static async Task<CheckReport> RunAsync(RequestDelegate take, bool? json = null)
    {
        await using var server = await TestServer.StartAsync(take);
        return await CheckedServer.RunAsync(CheckedServer.Options(server.Endpoint) with { Timeout = Soon, Json = json });
    }

    private static async Task AssertRefusedAsync(string words, RequestDelegate take)
    {
        await using var server = await TestServer.StartAsync(take);
        var refused = await Assert.ThrowsAsync<UserErrorException>(() => CheckedServer.RunAsync(CheckedServer.Options(server.Endpoint) with { Timeout = Soon }));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static void AssertNotWhole(CheckReport report, string words)
    {
        Assert.False(report.IsConformant);
        Assert.Contains(report.Of(Verdict.Fail), line => line.StartsWith("C0.1: ", StringComparison.Ordinal));
        Assert.Contains(report.Of(Verdict.Fail), line => line.Contains(words, StringComparison.Ordinal));
    }

    private static async Task AnswerAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(body);
    }
}
