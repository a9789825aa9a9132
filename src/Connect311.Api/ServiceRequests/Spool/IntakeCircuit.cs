using Connect311.Api.Databases;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>
/// Knows whether the database can be used for reports. Once it could not, no report waits for it: the circuit is open, and only
/// the drain of the spool tries it again. Where reports are not spooled, it is never open, and nobody hurries.
/// </summary>
internal sealed class IntakeCircuit
{
    /// <summary>Two failures in a second that outweigh what succeeded in it: an outage is seen as soon as its first reports gave up.</summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(1);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _trying;
    private readonly ResiliencePipeline _hurrying;

    public IntakeCircuit(IOptions<SpoolOptions> options, TimeProvider time)
    {
        IsUsed = options.Value.Use;
        _trying = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new()
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(DatabaseErrors.IsUnavailable),
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                SamplingDuration = Sampling,
                BreakDuration = SpoolDrain.Pause / 2,
                StateProvider = _state,
            })
            .Build();
        _hurrying = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddPipeline(_trying)
            .AddTimeout(TimeSpan.FromSeconds(options.Value.PatienceSeconds))
            .Build();
    }

    /// <summary>Whether reports are spooled at all.</summary>
    public bool IsUsed { get; }

    public bool IsOpen => IsUsed && _state.CircuitState != CircuitState.Closed;

    /// <summary>A call for somebody who waits for an answer: it gives up soon, and at once while the circuit is open.</summary>
    /// <exception cref="BrokenCircuitException">The database could not be used a moment ago.</exception>
    public async Task<T> HurryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (!IsUsed)
        {
            return await call(cancellationToken);
        }

        return IsOpen
            ? throw new BrokenCircuitException("The database could not be used a moment ago.")
            : await _hurrying.ExecuteAsync(async token => await call(token).WaitAsync(token), cancellationToken);
    }

    /// <summary>A call of the drain, which takes its time; while the circuit is open it decides whether it stays so.</summary>
    public async Task TryAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        await _trying.ExecuteAsync(async token => await call(token), cancellationToken);

    /// <summary>Whether a failure means that a report goes to the spool.</summary>
    public bool IsOutage(Exception failure) => IsUsed && DatabaseErrors.IsUnavailable(failure);
}
