using Connect311.Api.Delivery;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Registry;
using Polly.Retry;
using Polly.Timeout;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// Speaks with departments' systems, each behind a pipeline of its own: one that is down holds up no other. No answer's redirection
/// is followed, and what is not public is not connected to unless that is set.
/// </summary>
internal sealed partial class ConnectorClient(
    Connectors connectors, ResiliencePipelineRegistry<string> pipelines, ConnectorCounts counts, TimeProvider time, ILogger<ConnectorClient> logger) : IDisposable
{
    /// <summary>No answer that we ask for is longer.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Whether the same may be sent again at once, when nobody knows whether it arrived.</summary>
    private static readonly ResiliencePropertyKey<bool> IsRepeatable = new("connector-repeatable");

    private readonly Dictionary<string, HttpClient> _clients = connectors.Departments.ToDictionary(code => code, code => ClientOf(connectors.Of(code)!));

    /// <summary>Posts a form.</summary>
    /// <param name="method">Such as <c>requests</c>.</param>
    /// <param name="key">The same each time that the same is sent.</param>
    public Task<ConnectorAnswer> PostAsync(
        string department, string method, IEnumerable<KeyValuePair<string, string>> form, string key, CancellationToken cancellationToken)
    {
        var options = connectors.Of(department)!;
        var fields = form.Concat(Common(options, withKey: true)).ToList();
        return CallAsync(
            department,
            method,
            options.Deduplicates,
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(options, method, [])) { Content = new FormUrlEncodedContent(fields) };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                return request;
            },
            cancellationToken);
    }

    /// <summary>Asks for a list.</summary>
    /// <param name="withKey">Whether the system must know who asks.</param>
    public Task<ConnectorAnswer> GetAsync(
        string department, string method, IEnumerable<KeyValuePair<string, string>> query, bool withKey, CancellationToken cancellationToken)
    {
        var options = connectors.Of(department)!;
        var address = AddressOf(options, method, [.. query, .. Common(options, withKey)]);
        return CallAsync(department, method, isRepeatable: true, () => new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    /// <summary>The name of a department's pipeline, in metrics too.</summary>
    public static string PipelineOf(string department) => $"connector-{department}";

    private static IEnumerable<KeyValuePair<string, string>> Common(ConnectorOptions options, bool withKey)
    {
        if (options.Jurisdiction is { } jurisdiction)
        {
            yield return new("jurisdiction_id", jurisdiction);
        }

        if (withKey && options.ApiKey is { } key)
        {
            yield return new("api_key", key);
        }
    }

    private static Uri AddressOf(ConnectorOptions options, string method, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var arguments = string.Join('&', query.Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"));
        return new($"{options.Endpoint!.AbsoluteUri.TrimEnd('/')}/{method}.{options.Format}{(arguments.Length == 0 ? "" : "?")}{arguments}");
    }

    private async Task<ConnectorAnswer> CallAsync(
        string department, string method, bool isRepeatable, Func<HttpRequestMessage> call, CancellationToken cancellationToken)
    {
        var answer = await TryAsync(department, isRepeatable, call, cancellationToken);
        counts.Count(department, method, answer.Result);
        return answer;
    }

    private async Task<ConnectorAnswer> TryAsync(
        string department, bool isRepeatable, Func<HttpRequestMessage> call, CancellationToken cancellationToken)
    {
        var options = connectors.Of(department)!;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(IsRepeatable, isRepeatable);
        try
        {
            return await pipelines.GetOrAddPipeline<ConnectorAnswer>(PipelineOf(department), builder => Configure(builder, options))
                .ExecuteAsync(async within => await SendAsync(department, options, call, within.CancellationToken), context);
        }
        catch (BrokenCircuitException)
        {
            return ConnectorAnswer.Of(new SendResult.NotTried("circuit-open"));
        }
        catch (RateLimiterRejectedException)
        {
            return ConnectorAnswer.Of(new SendResult.NotTried("too-many-at-once"));
        }
        catch (TimeoutRejectedException)
        {
            return ConnectorAnswer.Of(new SendResult.Later("timeout"));
        }
        catch (HttpRequestException e) when (e.InnerException is NotPublicException)
        {
            return ConnectorAnswer.Of(new SendResult.Later("not-public"));
        }
        catch (Exception e) when (Targets.IsOutage(e) && !cancellationToken.IsCancellationRequested)
        {
            return ConnectorAnswer.Of(new SendResult.Later("unreachable"));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnforeseen(logger, department, e);
            return ConnectorAnswer.Of(new SendResult.Later("error"));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<ConnectorAnswer> SendAsync(
        string department, ConnectorOptions options, Func<HttpRequestMessage> call, CancellationToken cancellationToken)
    {
        using var request = call();
        using var answer = await _clients[department].SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var status = (int)answer.StatusCode;
        if (!answer.IsSuccessStatusCode)
        {
            return ConnectorAnswer.Of(HttpAnswers.Of(answer, time), status);
        }

        try
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return new(new SendResult.Sent(), Answers.Read(body, options.Format)) { Status = status };
        }
        catch (FormatException)
        {
            return ConnectorAnswer.Of(new SendResult.Later("unreadable-answer"), status);
        }
    }

    /// <summary>The pipeline of one department. Waits of seconds are its own; those of hours are the table's of what goes.</summary>
    private void Configure(ResiliencePipelineBuilder<ConnectorAnswer> builder, ConnectorOptions options)
    {
        var isFailure = new PredicateBuilder<ConnectorAnswer>()
            .Handle<Exception>(e => Targets.IsOutage(e) && e.InnerException is not NotPublicException)
            .HandleResult(answer => answer.Result is SendResult.Later { After: null });
        builder.TimeProvider = time;
        builder.AddConcurrencyLimiter(options.AtOnce, queueLimit: 10 * options.AtOnce);
        if (options.Retries > 0)
        {
            var fails = isFailure.Build();
            builder.AddRetry(new RetryStrategyOptions<ConnectorAnswer>
            {
                ShouldHandle = tried => ValueTask.FromResult(tried.Context.Properties.GetValue(IsRepeatable, false) && fails(tried.Outcome)),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                UseJitter = true,
            });
        }

        builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ConnectorAnswer>
            {
                ShouldHandle = isFailure,
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(30),
            })
            .AddTimeout(TimeSpan.FromSeconds(options.TimeoutSeconds));
    }

    private static HttpClient ClientOf(ConnectorOptions options) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = 64,
        ConnectCallback = options.AllowPrivateAddresses ? null : PublicAddresses.ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };

    [LoggerMessage(LogLevel.Error, "The system of {Department} could not be called.")]
    private static partial void LogUnforeseen(ILogger logger, string department, Exception error);
}
