using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Connect311.Benchmarks.Faults;

/// <summary>A caller who sends one byte a second, until he is cut off.</summary>
internal sealed class SlowConnection(Uri server, bool inHead) : IDisposable
{
    private const string Head = "POST /v1/service-requests HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: demo-app\r\n";
    private const string RestOfHead = "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly byte[] Drop = " "u8.ToArray();
    private static readonly byte[] Letter = "x"u8.ToArray();

    private readonly TcpClient _client = new();

    /// <summary>How it was cut off: the status of the last answer, or <c>closed</c>; null while it was not.</summary>
    public string? Ending { get; private set; }

    public TimeSpan Lasted { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await _client.ConnectAsync(server.Host, server.Port, cancellationToken);
            var stream = _client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(inHead ? Head + "X-Slow: " : Head + RestOfHead), cancellationToken);
            var ending = EndingAsync(stream, cancellationToken);
            while (!ending.IsCompleted)
            {
                await Task.WhenAny(ending, Task.Delay(Pause, cancellationToken));
                await stream.WriteAsync(inHead ? Letter : Drop, cancellationToken);
            }

            Ending = await ending;
        }
        catch (Exception cut) when (cut is IOException or SocketException)
        {
            Ending ??= "closed";
        }
        catch (OperationCanceledException)
        {
            // It was never cut off.
        }

        Lasted = Stopwatch.GetElapsedTime(begun);
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> EndingAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[1024];
        var read = await stream.ReadAsync(answer, cancellationToken);
        return read == 0 ? "closed" : Encoding.ASCII.GetString(answer, 0, read).Split(' ', 3)[1];
    }
}
