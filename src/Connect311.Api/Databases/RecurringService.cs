namespace Connect311.Api.Databases;

/// <summary>
/// What a server does every so often, by itself. A database that is unavailable is no error: whoever needs it says so, and the
/// next turn, here or on another node, finds what is left.
/// </summary>
internal abstract class RecurringService(TimeProvider time) : BackgroundService
{
    protected TimeProvider Time => time;

    /// <summary>How long it waits between two turns.</summary>
    protected abstract TimeSpan Every { get; }

    /// <summary>Whether this node does it at all.</summary>
    protected virtual bool IsOn => true;

    /// <summary>What it does at once, when the server starts; nothing, unless it says so.</summary>
    protected virtual Task FirstTurnAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract Task TurnAsync(CancellationToken cancellationToken);

    /// <summary>A turn broke for another reason; the next one comes all the same.</summary>
    protected abstract void LogBroken(Exception error);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every, time);
        await TryAsync(FirstTurnAsync, stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(TurnAsync, stoppingToken);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> turn, CancellationToken stoppingToken)
    {
        try
        {
            await turn(stoppingToken);
        }
        catch (Exception e) when (stoppingToken.IsCancellationRequested || DatabaseErrors.IsUnavailable(e))
        {
            // Nothing of it is lost: it is looked at again.
        }
        catch (Exception e)
        {
            LogBroken(e);
        }
    }
}
