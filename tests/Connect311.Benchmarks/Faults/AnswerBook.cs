using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Connect311.Benchmarks.Crash;

namespace Connect311.Benchmarks.Faults;

/// <summary>Stands between the clients and the server and notes every answer. A refusal reaches a client as <see cref="RefusedException"/>.</summary>
internal sealed class AnswerBook() : DelegatingHandler(new SocketsHttpHandler())
{
    public const string Submissions = "submissions";
    public const string Acts = "staff";
    public const string Reads = "reads";
    public const string Ready = "ready";
    public const string Diversions = "diversions";

    /// <summary>Set on a request that its path does not tell apart.</summary>
    public static readonly HttpRequestOptionsKey<string> WhatItIs = new("connect311-what");

    public const string ReadyPath = "/health/ready";

    private const string SubmitPath = "/v1/service-requests";
    private const string ProblemJson = "application/problem+json";

    /// <summary>A client that is refused takes a breath; phones would wait longer.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly long _opened = Stopwatch.GetTimestamp();
    private volatile Phase _phase;

    public Phase Phase
    {
        get => _phase;
        set => _phase = value;
    }

    public TimeSpan Now => Stopwatch.GetElapsedTime(_opened);

    public IReadOnlyCollection<Answer> Answers => _answers;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var phase = Phase;
        var sent = Now;
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var answer = new Answer(
            phase,
            WhatOf(request),
            (int)response.StatusCode,
            await CodeOfAsync(response, cancellationToken),
            response.Headers.RetryAfter is not null,
            Now - sent,
            Now);
        _answers.Enqueue(answer);
        if (!answer.IsRefusal)
        {
            return response;
        }

        response.Dispose();
        await Task.Delay(Breath, cancellationToken);
        throw new RefusedException(answer.Code);
    }

    private static string WhatOf(HttpRequestMessage request) => request.Options.TryGetValue(WhatItIs, out var what) ? what : request.RequestUri!.AbsolutePath switch
    {
        ReadyPath => Ready,
        SubmitPath => Submissions,
        _ when request.Method != HttpMethod.Get => Acts,
        _ => Reads,
    };

    private static async Task<string?> CodeOfAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.Content.Headers.ContentType?.MediaType == ProblemJson
            ? JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)).GetProperty("code").GetString()
            : null;
}
