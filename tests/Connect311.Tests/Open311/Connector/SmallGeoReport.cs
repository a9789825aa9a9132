using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Connect311.Api.Open311.Connector;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connect311.Tests.Open311.Connector;

/// <summary>A department's system of the outside world: a small GeoReport server on a real socket, with the habits of different makers.</summary>
internal sealed class SmallGeoReport : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly WebApplication _server;

    private SmallGeoReport(WebApplication server) => _server = server;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What it has, as it was posted, with <c>id</c> and <c>at</c>.</summary>
    public List<Dictionary<string, string>> Requests { get; } = [];

    /// <summary>What it was told.</summary>
    public List<Dictionary<string, string>> Told { get; } = [];

    /// <summary>What it says.</summary>
    public List<Dictionary<string, string>> Says { get; } = [];

    /// <summary>Method and address of each call.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    public bool Deduplicates { get; set; } = true;

    public bool HasUpdates { get; set; } = true;

    /// <summary>Whether it answers by a token, and how often that has to be asked before there is an id.</summary>
    public int? TokenFor { get; set; }

    /// <summary>Whether it says nothing of what it took.</summary>
    public bool IsBlackbox { get; set; }

    /// <summary>Answers a call in the place of the server; null lets it through.</summary>
    public Func<HttpContext, (int Status, string Body)?> Instead { get; set; } = _ => null;

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<SmallGeoReport> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var small = new SmallGeoReport(builder.Build());
        small._server.Run(small.TakeAsync);
        await small._server.StartAsync(TestContext.Current.CancellationToken);
        return small;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Says something of a request, now.</summary>
    public void Say(string requestId, string status, string? description = null, string? id = null, string? code = null, DateTimeOffset? at = null, (string Name, string Value)? extra = null)
    {
        lock (_lock)
        {
            var said = new Dictionary<string, string>
            {
                ["update_id"] = id ?? $"u{Says.Count}",
                ["service_request_id"] = requestId,
                ["status"] = status,
                ["updated_datetime"] = (at ?? Time.GetUtcNow()).ToString("O", CultureInfo.InvariantCulture),
                ["description"] = description ?? "",
                ["external_status_code"] = code ?? "",
            };
            if (extra is { } more)
            {
                said[more.Name] = more.Value;
            }

            Says.Add(said);
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        Calls.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        if (Instead(context) is { } instead)
        {
            context.Response.StatusCode = instead.Status;
            await context.Response.WriteAsync(instead.Body);
            return;
        }

        var form = context.Request.Method == "POST" ? (await context.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString()) : [];
        var path = context.Request.Path.Value!;
        var (method, format) = (path[1..path.LastIndexOf('.')], path[(path.LastIndexOf('.') + 1)..]);
        List<Dictionary<string, string>>? answer;
        lock (_lock)
        {
            answer = (context.Request.Method, method) switch
            {
                ("POST", "requests") => [Take(form, context.Request.Headers["Idempotency-Key"].ToString())],
                ("POST", "servicerequestupdates") when HasUpdates => [Hear(form)],
                ("GET", "servicerequestupdates") when HasUpdates => Between(Says, "updated_datetime", context.Request.Query),
                ("GET", "requests") => context.Request.Query["service_request_id"].ToString() is { Length: > 0 } ids
                    ? [.. Requests.Where(request => ids.Split(',').Contains(request["service_request_id"]))]
                    : Between(Requests, "requested_datetime", context.Request.Query),
                ("GET", var other) when other.StartsWith("tokens/", StringComparison.Ordinal) => [IdOf(other["tokens/".Length..])],
                _ => null,
            };
        }

        context.Response.StatusCode = answer is null ? 404 : 200;
        await context.Response.WriteAsync(answer is null ? "" : Written(answer, format));
    }

    private Dictionary<string, string> Take(Dictionary<string, string> form, string key)
    {
        var known = Deduplicates ? Requests.FirstOrDefault(request => request["key"] == key) : null;
        if (known is null)
        {
            known = new(form)
            {
                ["key"] = key,
                ["service_request_id"] = $"P-{Requests.Count + 1}",
                ["status"] = "open",
                ["requested_datetime"] = Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            };
            Requests.Add(known);
        }

        return IsBlackbox ? new() { ["service_notice"] = "Thank you." }
            : TokenFor is null ? new() { ["service_request_id"] = known["service_request_id"] }
            : new() { ["token"] = $"t-{known["service_request_id"]}" };
    }

    private Dictionary<string, string> Hear(Dictionary<string, string> form)
    {
        if (!Told.Exists(told => told["update_id"] == form["update_id"]))
        {
            Told.Add(form);
        }

        return new() { ["update_id"] = form["update_id"] };
    }

    private Dictionary<string, string> IdOf(string token) =>
        TokenFor-- > 0 ? new() { ["token"] = token } : new() { ["token"] = token, ["service_request_id"] = token["t-".Length..] };

    private static List<Dictionary<string, string>> Between(List<Dictionary<string, string>> all, string member, IQueryCollection query)
    {
        var (start, end) = (DateTimeOffset.Parse(query["start_date"]!, CultureInfo.InvariantCulture), DateTimeOffset.Parse(query["end_date"]!, CultureInfo.InvariantCulture));
        return [.. all.Where(one => DateTimeOffset.Parse(one[member], CultureInfo.InvariantCulture) is var at && at >= start && at <= end).Take(1_000)];
    }

    private static string Written(List<Dictionary<string, string>> answer, string format) => format == ConnectorOptions.Json
        ? JsonSerializer.Serialize(answer)
        : new XDocument(new XElement("answers", answer.Select(one => new XElement("answer", one.Where(member => !member.Key.Contains('[')).Select(member => new XElement(member.Key, member.Value)))))).ToString();
}
