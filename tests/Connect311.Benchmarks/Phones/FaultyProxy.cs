using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connect311.Benchmarks.Phones;

/// <summary>Stands between phones and server, and does to their calls what bad networks do.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);
    private static readonly string[] OfTheConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Host", "Content-Length"];

    private readonly WebApplication _proxy;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<string, long> _counts = new(NetworkFault.All.ToDictionary(fault => fault, _ => 0L));
    private readonly ConcurrentDictionary<Task, bool> _late = [];
    private readonly Lock _lock = new();
    private readonly Random _random;
    private long _answered;

    private FaultyProxy(int seed)
    {
        _random = new(seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Limits.MinRequestBodyDataRate = null).UseUrls("http://127.0.0.1:0");
        _proxy = builder.Build();
        _proxy.Run(HandleAsync);
    }

    /// <summary>Where phones call.</summary>
    public Uri Address => new(_proxy.Urls.Single());

    /// <summary>The server; null while it is down.</summary>
    public Uri? Target { get; set; }

    /// <summary>Whether calls suffer; without, they pass as they are.</summary>
    public bool IsFaulty { get; set; } = true;

    /// <summary>How many answers the server gave, whether a phone heard of them or not.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    public IEnumerable<(string Fault, long Count)> Counts => NetworkFault.All.Select(fault => (fault, _counts[fault]));

    public static async Task<FaultyProxy> StartAsync(int seed)
    {
        var proxy = new FaultyProxy(seed);
        await proxy._proxy.StartAsync();
        return proxy;
    }

    /// <summary>Waits for the requests that are late still.</summary>
    public Task SettleAsync() => Task.WhenAll(_late.Keys);

    public async ValueTask DisposeAsync()
    {
        await SettleAsync();
        await _proxy.DisposeAsync();
        _client.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = await ProxiedCall.ReadAsync(context.Request);
        var fault = IsFaulty ? Locked(NetworkFault.Draw) : null;
        if (fault is not null)
        {
            Count(fault);
        }

        switch (fault)
        {
            case NetworkFault.LostRequest:
                context.Abort();
                return;
            case NetworkFault.Late:
                SendLate(call);
                context.Abort();
                return;
            case NetworkFault.CutRequest:
                await SendAsync(call, isCut: true);
                context.Abort();
                return;
            case NetworkFault.Slow:
                await Task.Delay(Delay);
                break;
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, fault == NetworkFault.Duplicate ? 2 : 1).Select(_ => SendAsync(call)));
        await AnswerAsync(context, answers[^1], fault, call);
    }

    private async Task AnswerAsync(HttpContext context, ProxiedAnswer? answer, string? fault, ProxiedCall call)
    {
        if (answer is null || fault == NetworkFault.LostAnswer)
        {
            if (answer is not null && call.IsRotation)
            {
                Count(NetworkFault.LostRotation);
            }

            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        var isCut = fault == NetworkFault.CutAnswer && answer.Body.Length > 1;
        context.Response.ContentLength = answer.HasBody ? answer.Body.Length : null;
        await context.Response.Body.WriteAsync(isCut ? answer.Body.AsMemory(0, answer.Body.Length / 2) : answer.Body);
        if (isCut)
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
    }

    private void SendLate(ProxiedCall call)
    {
        var wait = TimeSpan.FromMilliseconds(Locked(random => random.Next(50, 4_000)));
        var sending = Task.Run(async () =>
        {
            await Task.Delay(wait);
            await SendAsync(call);
        });
        _late[sending] = true;
        sending.ContinueWith(task => _late.TryRemove(task, out _), TaskScheduler.Default);
    }

    /// <returns>Null where no answer came.</returns>
    private async Task<ProxiedAnswer?> SendAsync(ProxiedCall call, bool isCut = false)
    {
        if (Target is not { } target)
        {
            Count(NetworkFault.NoServer);
            return null;
        }

        try
        {
            using var request = call.To(target, isCut);
            using var response = await _client.SendAsync(request);
            var answer = await ProxiedAnswer.ReadAsync(response);
            Interlocked.Increment(ref _answered);
            return answer;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    private void Count(string fault) => _counts.AddOrUpdate(fault, 1, (_, count) => count + 1);

    private T Locked<T>(Func<Random, T> draw)
    {
        lock (_lock)
        {
            return draw(_random);
        }
    }

    /// <summary>A call as a phone sent it, whole.</summary>
    private sealed record ProxiedCall(HttpMethod Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, bool HasBody)
    {
        public bool IsRotation => Target.EndsWith("/rotate", StringComparison.Ordinal);

        public static async Task<ProxiedCall> ReadAsync(HttpRequest request)
        {
            var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var headers = request.Headers.Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase));
            return new(
                new(request.Method),
                request.Path + request.QueryString.ToString(),
                [.. headers.SelectMany(header => header.Value.Select(value => (header.Key, value ?? "")))],
                body.ToArray(),
                request.ContentLength is not null || request.Headers.TransferEncoding.Count > 0);
        }

        /// <param name="isCut">Whether the connection ends in the middle of the body.</param>
        public HttpRequestMessage To(Uri server, bool isCut)
        {
            var request = new HttpRequestMessage(Method, new Uri(server, Target));
            if (HasBody)
            {
                request.Content = isCut && Body.Length > 1 ? new CutContent(Body) : new ByteArrayContent(Body);
            }

            foreach (var (name, value) in Headers)
            {
                if (!request.Headers.TryAddWithoutValidation(name, value))
                {
                    request.Content?.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return request;
        }
    }

    /// <summary>An answer of the server, whole.</summary>
    private sealed record ProxiedAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, bool HasBody)
    {
        public static async Task<ProxiedAnswer> ReadAsync(HttpResponseMessage response)
        {
            var body = await response.Content.ReadAsByteArrayAsync();
            var headers = new List<(string, string)>();
            Take(response.Headers);
            Take(response.Content.Headers);
            return new((int)response.StatusCode, headers, body, body.Length > 0 || response.Content.Headers.ContentLength == 0);

            void Take(HttpHeaders from) => headers.AddRange(
                from.Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                    .SelectMany(header => header.Value.Select(value => (header.Key, value))));
        }
    }

    /// <summary>A body of which half is sent; then the connection ends.</summary>
    private sealed class CutContent(byte[] body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(body.AsMemory(0, body.Length / 2));
            await stream.FlushAsync();
            throw new IOException("The network is gone.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
