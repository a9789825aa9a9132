using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connect311.Tests.Delivery;

/// <summary>A call as a push service got it.</summary>
internal sealed record OutsideCall(string Protocol, string Path, IHeaderDictionary Headers, byte[] Body);

/// <summary>A push service of the outside world, on a real socket: keeps what it got and answers as it is told.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private OutsideServer(WebApplication server) => _server = server;

    public ConcurrentQueue<OutsideCall> Calls { get; } = [];

    /// <summary>Status, body and headers to a call.</summary>
    public Func<OutsideCall, (int Status, string Body, string? RetryAfter)> Answer { get; set; } = _ => (200, "{}", null);

    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<OutsideServer> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var outside = new OutsideServer(builder.Build());
        outside._server.Run(outside.TakeAsync);
        await outside._server.StartAsync(TestContext.Current.CancellationToken);
        return outside;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var call = new OutsideCall(
            context.Request.Protocol, context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray());
        Calls.Enqueue(call);
        var (status, text, retryAfter) = Answer(call);
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(text);
    }
}

/// <summary>Messages as the courier hands them over.</summary>
internal static class TestMessages
{
    public static Connect311.Api.Delivery.Message To(Connect311.Api.Subscriptions.Address address, string topic = "closed") => new()
    {
        Id = Connect311.Api.Delivery.Message.IdOf(77, "0123456789abcdef0123456789abcdef"),
        To = address,
        Number = new(10_000_000),
        Topic = topic,
        Language = "en",
        At = TestApplication.Noon,
        Subject = "News of your report 311-100000000",
        Text = "Your report was closed.\n\nHow it stands: https://311.example.org/x",
        Unsubscribe = new("https://311.example.org/stop"),
    };
}
