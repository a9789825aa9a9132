using Connect311.Api.Devices;
using Connect311.Api.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Devices that nobody has any more go, and their reports stay.</summary>
public sealed class DeviceSweepTests
{
    [Fact]
    public async Task Only_what_was_not_seen_for_so_many_days_goes()
    {
        using var application = new TestApplication().With("Devices:KeepDays", "2");
        using var app = application.App();
        var (old, oldToken) = await app.DeviceAsync("kept");
        var (_, token) = await app.DeviceAsync();
        var number = (await app.SubmittedFromAsync(oldToken, Calls.Pothole)).Text("trackingNumber");
        application.Time.Advance(TimeSpan.FromHours(20));
        await app.SyncAsync(token);
        var sweep = application.Services.GetRequiredService<DeviceSweep>();
        Assert.Equal(0, await sweep.RunAsync(isDry: false, TestContext.Current.CancellationToken));
        application.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await sweep.RunAsync(isDry: true, TestContext.Current.CancellationToken));
        Assert.Equal(1, await sweep.RunAsync(isDry: false, TestContext.Current.CancellationToken));

        await (await app.AsDeviceAsync(oldToken, HttpMethod.Get, "/v1/me/service-requests")).ProblemAsync(ProblemCode.CredentialRefused);
        await app.SyncAsync(token);
        Assert.True((await app.ReadAsync($"/v1/public/service-requests/{number}")).IsSuccessStatusCode);
        var (made, madeToken) = await app.DeviceAsync("kept");
        Assert.NotEqual((old, oldToken), (made, madeToken));
        Assert.Equal("refused", (await app.SubmittedFromAsync(oldToken, Calls.Pothole)).Text("device"));
    }
}
