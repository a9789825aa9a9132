using System.Net;
using System.Text;
using System.Text.Json;

namespace Connect311.Tests.Http;

/// <summary>Calls as a phone with a device makes them.</summary>
internal static class DeviceCalls
{
    /// <summary>A new device of an app.</summary>
    public static async Task<(string Id, string Token)> DeviceAsync(this HttpClient app, string? key = null)
    {
        var response = await app.PostJsonAsync("/v1/devices", null, null, key);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = await response.JsonAsync();
        return (made.Text("device"), made.Text("token"));
    }

    /// <summary>Calls with a device token, and with whatever other headers.</summary>
    public static Task<HttpResponseMessage> AsDeviceAsync(
        this HttpClient client, string token, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers.Prepend(("X-Device-Token", token)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Submits a report from a device; it must be accepted.</summary>
    public static async Task<JsonElement> SubmittedFromAsync(this HttpClient app, string token, string body, string? key = null)
    {
        var response = await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/service-requests", body, key is null ? [] : [("Idempotency-Key", key)]);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.JsonAsync();
    }

    /// <summary>One page of what a phone does not know yet.</summary>
    public static async Task<JsonElement> SyncAsync(this HttpClient client, string token, string? cursor = null, int? limit = null)
    {
        var query = string.Join('&', new[] { cursor is null ? null : $"cursor={cursor}", limit is null ? null : $"limit={limit}" }.OfType<string>());
        var response = await client.AsDeviceAsync(token, HttpMethod.Get, $"/v1/me/service-requests?{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    public static string[] NumbersOf(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber"))];

    public static string[] GoneOf(this JsonElement page) => [.. page.GetProperty("gone").EnumerateArray().Select(number => number.GetString()!)];
}
