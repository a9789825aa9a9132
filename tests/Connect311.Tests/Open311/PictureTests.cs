using System.Net;
using System.Text.Json;
using Connect311.Tests.Http;
using static Connect311.Tests.Photos.PhotoCalls;

namespace Connect311.Tests.Open311;

/// <summary>Pictures that come with a report.</summary>
public sealed class PictureTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Fact]
    public async Task Pictures_of_a_report_are_photos_like_all_others()
    {
        using var anybody = application.Anybody();
        var number = await PostAsync(anybody, Form(Open311Calls.Key, ("media", Bytes("jpg_gps_DSCN0010.jpg")), ("media[]", Bytes("jpg_gps_DSCN0012.jpg")), ("photo3", [])));
        using var agent = application.Staff("demo-agent-DOT");
        var photos = (await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("photoStates").EnumerateArray().ToList();
        Assert.Equal(2, photos.Count);
        using var app = application.App();
        Assert.Equal("ready", (await app.ReadyAsync(photos[0].Text("id"))).Text("status"));
        Assert.Equal(HttpStatusCode.OK, (await agent.ReadAsync($"/v1/photos/{photos[0].Text("id")}/large")).StatusCode);
        Assert.Equal(JsonValueKind.Null, (await anybody.AskAsync($"requests/{number}"))[0].GetProperty("media_url").ValueKind);
    }

    [Fact]
    public async Task A_report_that_is_sent_twice_with_its_picture_is_stored_once()
    {
        using var anybody = application.Anybody();
        var picture = ("media", Bytes("jpg_gps_DSCN0012.jpg"));
        var first = await PostAsync(anybody, Form(Open311Calls.Key, [picture], "one"));
        Assert.Equal(first, await PostAsync(anybody, Form(Open311Calls.Key, [picture], "one")));
        Assert.NotEqual(first, await PostAsync(anybody, Form(Open311Calls.Key, picture)));
    }

    [Theory]
    [InlineData("", "403 This needs a credential, and none was sent.", 4)]
    [InlineData("wrong", "403 The credential is wrong, revoked or expired.", 4)]
    [InlineData(Open311Calls.Key, "415 ", 4)]
    [InlineData(Open311Calls.Key, "413 ", 20 * 1024 * 1024 + 1)]
    public async Task What_is_no_picture_or_comes_from_nobody_is_refused(string key, string error, int length)
    {
        using var anybody = application.Anybody();
        var before = await application.RequestsAsync();
        var status = error.StartsWith("403", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest;
        var errors = await anybody.BothAsync("requests", status, path => new(HttpMethod.Post, path) { Content = Form(key, ("media", new byte[length])) });
        Assert.StartsWith(error, Assert.Single(Open311Calls.ErrorsOf(errors)), StringComparison.Ordinal);
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Fact]
    public async Task More_than_five_are_refused()
    {
        using var anybody = application.Anybody();
        var errors = await anybody.BothAsync("requests", HttpStatusCode.BadRequest, path => new(HttpMethod.Post, path)
        {
            Content = Form(Open311Calls.Key, [.. Enumerable.Range(1, 6).Select(i => ($"media{i}", new byte[10]))]),
        });
        Assert.Equal(["400 media6 must have at most 5 entries"], Open311Calls.ErrorsOf(errors));
    }

    private static MultipartFormDataContent Form(string key, params (string Name, byte[] Bytes)[] files) => Form(key, files, null);

    private static MultipartFormDataContent Form(string key, (string Name, byte[] Bytes)[] files, string? request)
    {
        var form = new MultipartFormDataContent { { new StringContent(key), "api_key" } };
        foreach (var (name, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), name, $"{name}.jpg");
        }

        // What comes behind the pictures is read as well.
        foreach (var (name, value) in ReportTests.Pothole)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new StringContent(request ?? ""), "client_request_id");
        return form;
    }

    private static async Task<string> PostAsync(HttpClient client, HttpContent content)
    {
        var answer = await client.PostAsync($"{Open311Calls.Root}/requests.json", content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.TextAsync());
        return (await answer.JsonAsync())[0].Text("service_request_id");
    }
}
