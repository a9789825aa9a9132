using System.Net;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>Whoever reported something acts by the device too, on which the report is as its own; a device that follows it does not.</summary>
public sealed class OwnerDeviceTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Public = "/v1/public/service-requests";

    private const string DrugActivity =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    /// <summary>Each route of an owner, with a body that it takes.</summary>
    public static TheoryData<string, string?> Routes => new()
    {
        { "withdraw", null },
        { "answer", """{"text":"On the left."}""" },
        { "dispute", """{"reason":"not-fixed","text":"It is still there."}""" },
        { "forget", null },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_of_the_owner_opens_to_the_device_that_owns_it_and_to_no_other(string route, string? body)
    {
        using var app = application.App();
        var (_, own) = await app.DeviceAsync();
        var (_, other) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(own, Calls.Pothole)).Text("trackingNumber");
        Assert.Equal(HttpStatusCode.OK, (await app.AsDeviceAsync(other, HttpMethod.Post, $"/v1/service-requests/{number}/follow")).StatusCode);
        foreach (var token in new[] { other, "x", own + "x" })
        {
            await (await CallAsync(app, token, number, route, body)).ProblemAsync(ProblemCode.CredentialRefused);
        }

        using var anybody = application.Anybody();
        await (await anybody.PostJsonAsync($"{Public}/{number}/{route}", null, body)).ProblemAsync(ProblemCode.CredentialRequired);
        var opened = await CallAsync(app, own, number, route, body);
        Assert.True(opened.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{opened.StatusCode}");
    }

    [Fact]
    public async Task A_device_whose_report_was_taken_off_owns_it_no_more()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        await app.AsDeviceAsync(token, HttpMethod.Delete, $"/v1/me/service-requests/{number}");
        await (await CallAsync(app, token, number, "withdraw", null)).ProblemAsync(ProblemCode.CredentialRefused);
        await app.AsDeviceAsync(token, HttpMethod.Post, $"/v1/service-requests/{number}/follow");
        await (await CallAsync(app, token, number, "withdraw", null)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task A_wrong_key_beside_a_right_device_is_no_harm()
    {
        using var app = application.App();
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(token, Calls.Pothole)).Text("trackingNumber");
        var answer = await app.AsDeviceAsync(token, HttpMethod.Post, $"{Public}/{number}/withdraw", null, ("X-Reporter-Key", "wrong"));
        Assert.Equal("cancelled", (await answer.JsonAsync()).Text("status"));
    }

    [Fact]
    public async Task A_confidential_report_is_shown_to_the_device_that_owns_it_alone()
    {
        using var app = application.App();
        var (_, own) = await app.DeviceAsync();
        var (_, other) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(own, DrugActivity)).Text("trackingNumber");
        var seen = await app.AsDeviceAsync(own, HttpMethod.Get, $"{Public}/{number}");
        Assert.Equal(number, (await seen.JsonAsync()).Text("trackingNumber"));
        Assert.True(seen.Headers.CacheControl!.NoStore);
        Assert.Contains("X-Device-Token", seen.Headers.Vary);
        await (await app.AsDeviceAsync(other, HttpMethod.Get, $"{Public}/{number}")).ProblemAsync(ProblemCode.NotFound);
    }

    private static Task<HttpResponseMessage> CallAsync(HttpClient app, string token, string number, string route, string? body) =>
        app.AsDeviceAsync(token, HttpMethod.Post, $"{Public}/{number}/{route}", body);
}
