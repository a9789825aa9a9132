using System.Text;
using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Api.Delivery.Sms;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Delivery;

/// <summary>Text messages by a provider, whatever its members are called.</summary>
public sealed class SmsTests : IAsyncLifetime
{
    private OutsideServer _outside = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _outside = await OutsideServer.StartAsync();

    public ValueTask DisposeAsync() => _outside.DisposeAsync();

    [Fact]
    public async Task A_form_has_number_words_and_sender_under_an_id_that_stays()
    {
        Assert.IsType<SendResult.Sent>(await SendAsync(new() { Address = _outside.Address, Authorization = "Basic eDp5", Sender = "311" }));
        var call = Assert.Single(_outside.Calls);
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(call.Body));
        Assert.Equal(("+12125550123", "311"), (form["To"].ToString(), form["From"].ToString()));
        Assert.Equal("News of your report 311-100000000\nYour report was closed.\nHow it stands: https://311.example.org/x", form["Body"].ToString());
        Assert.Equal(("Basic eDp5", TestMessages.To(new("x")).Id.ToString()), (call.Headers.Authorization.ToString(), call.Headers["Idempotency-Key"].ToString()));
    }

    [Fact]
    public async Task JSON_has_the_members_that_the_provider_wants()
    {
        await SendAsync(new() { Address = _outside.Address, Format = "json", To = "destination", Text = "message" });
        var json = JsonSerializer.Deserialize<JsonElement>(Assert.Single(_outside.Calls).Body);
        Assert.Equal(["destination", "message"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("+12125550123", json.Text("destination"));
    }

    [Theory]
    [InlineData(202, "Sent")]
    [InlineData(400, "Refused")]
    [InlineData(413, "Refused")]
    [InlineData(401, "Later")]
    [InlineData(404, "Gone")]
    [InlineData(429, "Later")]
    [InlineData(500, "Later")]
    public async Task What_the_provider_says_decides(int status, string result)
    {
        _outside.Answer = _ => (status, "", null);
        Assert.Equal(result, (await SendAsync(new() { Address = _outside.Address })).GetType().Name);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(422, true)]
    [InlineData(413, false)]
    public async Task Some_refusals_are_of_the_number(int status, bool isOfNumber)
    {
        _outside.Answer = _ => (status, "", null);
        Assert.Equal(isOfNumber, Assert.IsType<SendResult.Refused>(await SendAsync(new() { Address = _outside.Address })).OfAddress);
        Assert.False(Assert.IsType<SendResult.Refused>(await SendAsync(new() { Address = _outside.Address, RefusedStatuses = [] })).OfAddress);
    }

    private static async Task<SendResult> SendAsync(SmsOptions options)
    {
        using var target = new SmsTarget(
            Options.Create(options), Options.Create(new DeliveryOptions { PublicAddress = new("https://311.example.org") }), new FakeTimeProvider(TestApplication.Noon));
        return await target.SendAsync(TestMessages.To(new("+12125550123")), Token);
    }
}
