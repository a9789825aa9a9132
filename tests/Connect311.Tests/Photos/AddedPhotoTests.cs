using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Tests.Http;

namespace Connect311.Tests.Photos;

/// <summary>Whoever reported something adds photos to it.</summary>
public sealed class AddedPhotoTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Fact]
    public async Task What_is_named_later_is_awaited_beside_what_the_report_named_and_five_is_all()
    {
        using var app = application.App();
        var ids = Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7().ToString()).ToArray();
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(token, Answers.PotholeWith("photos", JsonSerializer.Serialize(ids[..1])))).Text("trackingNumber");
        for (var time = 0; time < 2; time++)
        {
            var answer = await (await AddAsync(app, token, number, ids[..3])).JsonAsync();
            Assert.Equal(
                [(ids[0], "awaited"), (ids[1], "awaited"), (ids[2], "awaited")],
                answer.GetProperty("photoStates").EnumerateArray().Select(photo => (photo.Text("id"), photo.Text("status"))));
        }

        Assert.Equal(["/photos too-many"], await (await AddAsync(app, token, number, ids[3..])).FaultsAsync());
        Assert.Equal(["/photos/0 invalid-format"], await (await AddAsync(app, token, number, "x")).FaultsAsync());
        Assert.Equal(["/photos required"], await (await app.AsDeviceAsync(token, HttpMethod.Post, PathOf(number), "{}")).FaultsAsync());
        using var staff = application.Staff("demo-agent-DOT");
        var history = (await (await staff.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(("commented", "resident"), (Assert.Single(history.Skip(1)).Text("event"), history[1].Text("actor")));
    }

    [Fact]
    public async Task What_has_ended_takes_none_and_nobody_else_adds_any()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var (_, other) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        await (await AddAsync(app, other, number, Guid.CreateVersion7().ToString())).ProblemAsync(ProblemCode.CredentialRefused);
        await app.AsDeviceAsync(token, HttpMethod.Post, $"/v1/public/service-requests/{number}/withdraw");
        await (await AddAsync(app, token, number, Guid.CreateVersion7().ToString())).ProblemAsync(ProblemCode.TransitionNotAllowed);
    }

    private static string PathOf(string number) => $"/v1/public/service-requests/{number}/photos";

    private static Task<HttpResponseMessage> AddAsync(HttpClient app, string token, string number, params string[] ids) =>
        app.AsDeviceAsync(token, HttpMethod.Post, PathOf(number), JsonSerializer.Serialize(new { photos = ids }));
}
