using System.Collections.Concurrent;

namespace Connect311.Api.Photos.Uploads;

/// <summary>
/// The calls that bring parts of uploads to this server, one at a time for each upload. A phone that begins again knows nothing of its old call any
/// more: the old one is ended, so that the new one need not wait until it times out.
/// </summary>
internal sealed class RunningUploads
{
    private readonly ConcurrentDictionary<UploadKey, Turn> _running = new();

    /// <summary>Ends what goes on for an upload, and waits for that.</summary>
    public async Task<Turn> EnterAsync(UploadKey key, HttpContext context)
    {
        var mine = new Turn(context, turn => _running.TryRemove(new(key, turn)));
        while (!_running.TryAdd(key, mine))
        {
            if (_running.TryGetValue(key, out var other))
            {
                other.Interrupt();
                await other.Ended.WaitAsync(context.RequestAborted);
            }
        }

        return mine;
    }

    /// <summary>While it lasts, nobody else touches the upload.</summary>
    internal sealed class Turn(HttpContext context, Action<Turn> leave) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private HttpContext? _receiving = context;

        public Task Ended => _ended.Task;

        /// <summary>All of the body is here: what follows is short, and not interrupted.</summary>
        public void Received()
        {
            lock (_lock)
            {
                _receiving = null;
            }
        }

        public void Interrupt()
        {
            lock (_lock)
            {
                _receiving?.Abort();
            }
        }

        public void Dispose()
        {
            Received();
            leave(this);
            _ended.TrySetResult();
        }
    }
}
