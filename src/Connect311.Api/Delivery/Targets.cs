using System.Net.Sockets;
using Connect311.Api.Delivery.Folder;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Registry;
using Polly.Retry;
using Polly.Timeout;

namespace Connect311.Api.Delivery;

/// <summary>The targets that are set up, each behind a pipeline of its own: one that is down holds up no other.</summary>
internal sealed partial class Targets(
    IEnumerable<Target> targets, MessageFolder folder, ResiliencePipelineProvider<string> pipelines, DeliveryCounts counts, ILogger<Targets> logger)
{
    private readonly Dictionary<string, Target> _byKind = targets.Where(target => target.IsOn).ToDictionary(target => target.Kind);

    /// <summary>Whether messages of a kind are sent; where there is a folder, into it at least.</summary>
    public bool IsOn(string kind) => _byKind.ContainsKey(kind) || folder.IsOn;

    /// <summary>The name of a target's pipeline, in metrics too.</summary>
    public static string PipelineOf(string kind) => $"delivery-{kind}";

    /// <summary>Sends one message, or says why not; a failure of the target is no exception.</summary>
    public async Task<SendResult> SendAsync(string kind, Message message, CancellationToken cancellationToken)
    {
        var result = await TryAsync(kind, message, cancellationToken);
        counts.Count(kind, result);
        return result;
    }

    private async Task<SendResult> TryAsync(string kind, Message message, CancellationToken cancellationToken)
    {
        if (!_byKind.TryGetValue(kind, out var target))
        {
            return folder.IsOn ? await folder.SendAsync(kind, message, cancellationToken) : new SendResult.NotTried("target-off");
        }

        try
        {
            return await pipelines.GetPipeline<SendResult>(PipelineOf(kind))
                .ExecuteAsync(async token => await target.SendAsync(message, token), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return new SendResult.NotTried("circuit-open");
        }
        catch (RateLimiterRejectedException)
        {
            return new SendResult.NotTried("too-many-at-once");
        }
        catch (TimeoutRejectedException)
        {
            return new SendResult.Later("timeout");
        }
        catch (Exception e) when (IsOutage(e) && !cancellationToken.IsCancellationRequested)
        {
            return new SendResult.Later("unreachable");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One message that nobody foresaw must not hold up all others; it ends as a dead one.
            LogUnforeseen(logger, kind, message.Number.ToString(), e);
            return new SendResult.Later("error");
        }
    }

    /// <summary>What a network does to us.</summary>
    public static bool IsOutage(Exception exception) => exception
        is HttpRequestException or IOException or SocketException or TimeoutRejectedException
        or MailKit.ProtocolException or MailKit.ServiceNotConnectedException or OperationCanceledException;

    /// <summary>The pipeline of one target. Waits of seconds are its own; those of hours are the outbox's.</summary>
    public static void Configure(ResiliencePipelineBuilder<SendResult> builder, DeliveryOptions options)
    {
        var isFailure = new PredicateBuilder<SendResult>().Handle<Exception>(IsOutage)
            .HandleResult(result => result is SendResult.Later { After: null, OfRecipient: false });
        var isRepeatable = new PredicateBuilder<SendResult>().Handle<Exception>(IsOutage)
            .HandleResult(result => result is SendResult.Later { After: null, OfRecipient: false, MayHaveArrived: false });
        builder
            .AddConcurrencyLimiter(options.AtOnce, queueLimit: 10 * options.AtOnce)
            .AddRetry(new RetryStrategyOptions<SendResult>
            {
                ShouldHandle = isRepeatable,
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                UseJitter = true,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<SendResult>
            {
                ShouldHandle = isFailure,
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(30),
            })
            .AddTimeout(TimeSpan.FromSeconds(options.TimeoutSeconds));
    }

    [LoggerMessage(LogLevel.Error, "A message by {Target} about {Number} could not be sent.")]
    private static partial void LogUnforeseen(ILogger logger, string target, string number, Exception error);
}
