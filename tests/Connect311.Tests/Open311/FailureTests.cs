using System.Net;
using System.Text;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Tests.Databases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Open311;

/// <summary>C8: whatever goes wrong under its path, in the framework too, is said in its errors, in the form that was asked for.</summary>
public sealed class FailureTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Theory]
    [InlineData("PUT", "requests")]
    [InlineData("DELETE", "services")]
    [InlineData("POST", "discovery")]
    [InlineData("PATCH", "requests/311-10000004")]
    public async Task A_wrong_method_is_400_whose_error_says_405(string method, string path)
    {
        using var anybody = application.Anybody();
        var errors = await anybody.BothAsync(path, HttpStatusCode.BadRequest, to => new(new(method), to));
        Assert.Equal(["405 This address does not know that method."], Open311Calls.ErrorsOf(errors));
    }

    [Theory]
    [InlineData("requests?status=%ff", "400 query is not valid Unicode text")]
    [InlineData("services?x=%C3%28", "400 query is not valid Unicode text")]
    public async Task What_is_not_UTF_8_is_400(string method, string error)
    {
        using var anybody = application.Anybody();
        Assert.Equal([error], await anybody.RefusedAsync(HttpStatusCode.BadRequest, method));
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public async Task A_million_characters_of_query_are_400(int length)
    {
        using var anybody = application.Anybody();
        Assert.Equal(
            ["414 The address is too long. Send less in its query."],
            await anybody.RefusedAsync(HttpStatusCode.BadRequest, $"requests?service_code={new string('a', length)}"));
        await Http.Answers.ProblemAsync(await anybody.ReadAsync($"/v1/service-types?x={new string('a', length)}"), ProblemCode.UriTooLong);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_400()
    {
        using var anybody = application.Anybody();
        var errors = await anybody.BothAsync("requests", HttpStatusCode.BadRequest, path => new(HttpMethod.Post, path)
        {
            Content = Open311Calls.Form(("api_key", Open311Calls.Key), ("description", new string('x', 200_000))),
        });
        Assert.StartsWith("413 ", Assert.Single(Open311Calls.ErrorsOf(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_boundary_that_is_too_long_is_400()
    {
        using var anybody = application.Anybody();
        var errors = await anybody.BothAsync("requests", HttpStatusCode.BadRequest, path =>
        {
            var call = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("x") };
            call.Content.Headers.Remove("Content-Type");
            call.Content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={new string('a', 5_000)}");
            return call;
        });
        Assert.Equal(400, errors[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Names_of_parts_count_as_what_they_hold()
    {
        using var anybody = application.Anybody();
        var errors = await anybody.BothAsync("requests", HttpStatusCode.BadRequest, path =>
        {
            var form = new MultipartFormDataContent();
            for (var i = 0; i < 40; i++)
            {
                form.Add(new StringContent("x"), $"{i}{new string('n', 4_000)}");
            }

            return new(HttpMethod.Post, path) { Content = form };
        });
        Assert.StartsWith("413 ", Assert.Single(Open311Calls.ErrorsOf(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_reports_are_429_with_the_time_to_come_again()
    {
        using var limited = new TestApplication().With("RateLimits:SubmissionsPerMinute", "2");
        using var app = await limited.KeyedAppAsync();
        async Task<HttpResponseMessage> PostAsync(string suffix) => await app.PostAsync(
            $"{Open311Calls.Root}/requests.{suffix}", Open311Calls.Form(ReportTests.Pothole), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync("xml")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("json")).StatusCode);
        var (xml, json) = (await PostAsync("xml"), await PostAsync("json"));
        Assert.All([xml, json], answer => Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(30)), (answer.StatusCode, answer.Headers.RetryAfter!.Delta)));
        var errors = await json.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Open311Calls.AssertSame(await xml.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), errors);
        Assert.Equal(429, JsonSerializer.Deserialize<JsonElement>(errors)[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Who_reads_too_much_from_one_address_gets_429()
    {
        using var limited = new TestApplication().With("RateLimits:ReadsPerMinute", "60").With("RateLimits:ReadsBurst", "2");
        using var anybody = limited.Anybody();
        await anybody.AskAsync("services");
        Assert.Equal(429, (await anybody.AskAsync("requests", HttpStatusCode.TooManyRequests))[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task What_is_shed_is_503_with_the_time_to_come_again()
    {
        using var full = new TestApplication().With("Load:Map", "1").With("Load:Lists", "1").With("Load:Lookups", "1").With("Load:Submissions", "1");
        using var anybody = full.Anybody();
        Assert.True(full.Services.GetRequiredService<LoadShedder>().TryBegin(LoadClass.Submission));
        foreach (var method in new[] { "discovery", "services", "requests", "requests/311-10000004", "tokens/x" })
        {
            Assert.Equal(503, (await anybody.AskAsync(method, HttpStatusCode.ServiceUnavailable))[0].GetProperty("code").GetInt32());
        }

        var shed = await anybody.ReadAsync($"{Open311Calls.Root}/requests.xml");
        Assert.Equal(TimeSpan.FromSeconds(10), shed.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_failure_of_ours_is_500_without_a_word_of_what_failed()
    {
        using var broken = new TestApplication();
        var isBroken = false;
        broken.Replacing(services => services.AddSingleton(provider => FaultyDatabase.Over(
            provider.GetRequiredService<IConfiguration>().GetConnectionString("Connect311")!,
            (commit, _) => isBroken ? throw new InvalidOperationException("the secret reason") : commit(),
            broken.Time)));
        using var app = broken.App();
        await app.SubmittedAsync(Calls.Pothole);
        isBroken = true;
        var errors = await app.BothAsync("requests", HttpStatusCode.InternalServerError, path => new(HttpMethod.Post, path) { Content = Open311Calls.Form(ReportTests.Pothole) });
        Assert.StartsWith("500 ", Assert.Single(Open311Calls.ErrorsOf(errors)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_mutated_call_makes_it_fail_or_speak_otherwise()
    {
        const int seed = 311;
        var random = new Random(seed);
        string[] paths = ["discovery", "services", "services/street-condition.pothole", "requests", "requests/311-10000004", "tokens/x", "nothing", ""];
        string[] names = ["service_code", "lat", "long", "status", "start_date", "end_date", "page", "page_size", "service_request_id", "attribute[x]", "attribute[", "jurisdiction_id", "description", "api_key", "media_url"];
        string[] values = ["", "1", "-1e400", "NaN", "open", "2026-06-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "%00", "%ff", "%", "%zz", "street-condition.pothole", "311-10000004", "demo-app", "%F0%9F%95%B3", "1000000000", ",,,", "<b>", "%ED%A0%80", "+", "a&a=b"];
        string Pick(string[] among) => among[random.Next(among.Length)];
        string Query() => string.Join('&', Enumerable.Range(0, random.Next(6)).Select(_ => $"{Pick(names)}={Pick(values)}"));
        using var anybody = application.Anybody();
        for (var i = 0; i < 600; i++)
        {
            using var call = new HttpRequestMessage(Pick(["GET", "GET", "POST", "POST", "PUT"]) is var method ? new(method) : null!, $"{Open311Calls.Root}/{Pick(paths)}{Pick([".xml", ".json", "", ".x"])}?{Query()}");
            if (method == "POST")
            {
                call.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Pick([Query() + "&api_key=demo-app", "\u00ff=\u00fe", "--x\r\nContent-Disposition: form-data; name=\"lat\"\r\n\r\n1\r\n--x--\r\n", "{}", ""])));
                call.Content.Headers.TryAddWithoutValidation("Content-Type", Pick(["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8", "multipart/form-data; boundary=x", "multipart/form-data", "application/json", ";;", "text/plain; charset=iso-8859-1"]));
            }

            using var answer = await anybody.SendAsync(call, TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode is 200 or 400 or 403 or 404, $"{answer.StatusCode} for call {i} of seed {seed}: {call} {body}");
            Assert.True(answer.Content.Headers.ContentType?.MediaType is "text/xml" or "application/json", $"{answer.StatusCode} {body} for call {i} of seed {seed}: {call}");
            Assert.True(
                answer.IsSuccessStatusCode || body.Contains("<errors><error><code>", StringComparison.Ordinal) || body.StartsWith("[{\"code\":", StringComparison.Ordinal),
                $"{body} for call {i} of seed {seed}: {call}");
        }
    }
}
