using System.Collections.Concurrent;

namespace Connect311.Api.Photos;

/// <summary>
/// Threads for work that keeps a processor busy, apart from those that answer calls. Few, and always the same: native memory that one
/// thread gave back is not always there for the next.
/// </summary>
internal sealed class PhotoThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public PhotoThreads(int count)
    {
        for (var i = 0; i < count; i++)
        {
            new Thread(Run) { IsBackground = true, Name = "photos" }.Start();
        }
    }

    public Task<T> RunAsync<T>(Func<T> work)
    {
        var end = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                end.SetResult(work());
            }
            catch (Exception e)
            {
                end.SetException(e);
            }
        });
        return end.Task;
    }

    /// <summary>The threads end once they have done what they were given.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
