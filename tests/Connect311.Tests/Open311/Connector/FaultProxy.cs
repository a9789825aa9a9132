using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Open311.Connector;

/// <summary>What a network, or a server that is not well, does to a call.</summary>
internal enum Mishap
{
    None,

    /// <summary>It never comes.</summary>
    RequestLost,

    /// <summary>It is done, and nobody hears so.</summary>
    AnswerLost,

    /// <summary>It is done, and half of the answer comes.</summary>
    HalfAnswer,

    /// <summary>It is done, long after whoever called gave up.</summary>
    TooLate,

    /// <summary>The server broke, before it did anything.</summary>
    Broken,

    /// <summary>The server wants to be left alone for a while.</summary>
    TooMany,
}

/// <summary>Stands between us and a department's system on a real socket, and does to calls what it is told.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _system = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication _server;
    private readonly string _target;
    private readonly Func<FakeTimeProvider> _time;

    private FaultProxy(WebApplication server, string target, Func<FakeTimeProvider> time) => (_server, _target, _time) = (server, target, time);

    /// <summary>What becomes of a call.</summary>
    public Func<HttpRequest, Mishap> Next { get; set; } = _ => Mishap.None;

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<FaultProxy> StartAsync(string target, Func<FakeTimeProvider> time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var proxy = new FaultProxy(builder.Build(), target.TrimEnd('/'), time);
        proxy._server.Run(proxy.PassAsync);
        await proxy._server.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        _system.Dispose();
        await _server.DisposeAsync();
    }

    private async Task PassAsync(HttpContext context)
    {
        var mishap = Next(context.Request);
        switch (mishap)
        {
            case Mishap.RequestLost:
                context.Abort();
                return;
            case Mishap.Broken:
                context.Response.StatusCode = 500;
                return;
            case Mishap.TooMany:
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "120";
                return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (mishap == Mishap.TooLate)
        {
            // Whoever called gives up now; the call goes on.
            _time().Advance(Timeout + TimeSpan.FromSeconds(1));
        }

        var (status, answer, type) = await CallAsync(context.Request, body.ToArray());
        if (mishap is Mishap.AnswerLost or Mishap.TooLate)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)status;
        context.Response.ContentType = type;
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer.AsMemory(0, mishap == Mishap.HalfAnswer ? answer.Length / 2 : answer.Length));
        if (mishap == Mishap.HalfAnswer)
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Answer, string? Type)> CallAsync(HttpRequest call, byte[] body)
    {
        using var request = new HttpRequestMessage(new(call.Method), $"{_target}{call.Path}{call.QueryString}");
        if (call.Method != "GET")
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        }

        foreach (var (name, value) in call.Headers.Where(header => header.Key is "Idempotency-Key" or "X-Api-Key"))
        {
            request.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        using var answer = await _system.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType?.ToString());
    }
}
