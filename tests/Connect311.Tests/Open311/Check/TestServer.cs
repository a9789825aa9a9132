using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Connect311.Tests.Open311.Check;

/// <summary>Any answers to GeoReport calls, on a real socket.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private TestServer(WebApplication server) => _server = server;

    public Uri Endpoint => new($"{_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/v2");

    /// <summary>A server whose answers stand in trees.</summary>
    public static async Task<TestServer> StartAsync(RightServer right, Func<TestCall, TestReply> answer)
    {
        var server = await StartAsync(async context => await WriteAsync(context, await ReadAsync(context), answer));
        right.Endpoint = server.Endpoint;
        return server;
    }

    /// <summary>A server that does with a call what it likes.</summary>
    public static async Task<TestServer> StartAsync(RequestDelegate take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new TestServer(builder.Build());
        server._server.Run(take);
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<TestCall> ReadAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        path = path.StartsWith("v2/", StringComparison.Ordinal) ? path[3..] : $"outside/{path}";
        var dot = path.LastIndexOf('.');
        using var reader = new StreamReader(context.Request.Body);
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(await reader.ReadToEndAsync());
        return new(
            context.Request.Method, dot < 0 ? path : path[..dot], dot < 0 ? "" : path[(dot + 1)..], Fields(context.Request.Query), Fields(form),
            context.Request.Headers.Accept.ToString(), context.Request.ContentType ?? "");
    }

    private static List<(string, string)> Fields(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        [.. fields.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")))];

    private static async Task WriteAsync(HttpContext context, TestCall call, Func<TestCall, TestReply> answer)
    {
        var reply = answer(call);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType ?? (call.IsJson ? "application/json; charset=utf-8" : "text/xml; charset=utf-8");
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(reply.Encoding.GetBytes(reply.Written(call.IsJson)));
    }
}
