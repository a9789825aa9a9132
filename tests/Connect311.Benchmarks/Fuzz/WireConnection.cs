using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>A kept-alive connection that sends bytes as they are, and reads answers strictly.</summary>
internal sealed class WireConnection(Uri server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;
    private int _start;
    private int _end;

    /// <summary>The answer, or null when the connection ended without one.</summary>
    /// <exception cref="InvalidDataException">What came is no HTTP.</exception>
    /// <exception cref="OperationCanceledException">Nothing came in time.</exception>
    public async Task<WireAnswer?> SendAsync(HostileRequest request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var isKept = _socket is not null;
        var answer = await TryAsync(request, patience.Token);

        // A server may end a kept connection between two requests; only a fresh one owes an answer.
        return answer is null && isKept && !request.IsOdd ? await TryAsync(request, patience.Token) : answer;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
        _start = _end = 0;
    }

    private async Task<WireAnswer?> TryAsync(HostileRequest request, CancellationToken cancellationToken)
    {
        WireAnswer? answer = null;
        try
        {
            await ConnectAsync(cancellationToken);
            await _socket!.SendAsync(request.Bytes, cancellationToken);
            if (request.IsReset)
            {
                _socket.LingerState = new(enable: true, seconds: 0);
                return null;
            }

            if (request.IsOdd)
            {
                _socket.Shutdown(SocketShutdown.Send);
            }

            do
            {
                answer = await ReadAsync(request.Method == "HEAD", cancellationToken);
            }
            while (answer is { Status: < 200 });
            return answer;
        }
        catch (SocketException)
        {
            return null;
        }
        finally
        {
            if (request.IsOdd || answer is null || answer.Closes)
            {
                Dispose();
            }
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_socket is not null)
        {
            return;
        }

        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), cancellationToken);
    }

    private async Task<WireAnswer?> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        if (await LineAsync(cancellationToken) is not { } first)
        {
            return null;
        }

        if (!first.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(first.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new InvalidDataException($"A status line: {first}");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = isHead || status is < 200 or 204 or 304 ? [] : await BodyAsync(headers, cancellationToken);
        return new(status, headers, body);
    }

    private async Task<byte[]> BodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("Content-Length", out var length))
        {
            return await BytesAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }

        if (headers.GetValueOrDefault("Transfer-Encoding") != "chunked")
        {
            return [];
        }

        using var whole = new MemoryStream();
        while (true)
        {
            var size = int.Parse(await LineAsync(cancellationToken) ?? throw Cut(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            whole.Write(await BytesAsync(size, cancellationToken));
            if (await LineAsync(cancellationToken) is not "")
            {
                throw Cut();
            }

            if (size == 0)
            {
                return whole.ToArray();
            }
        }
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, length);
                _start += length + 2;
                return line;
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    private async Task<byte[]> BytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var taken = 0; taken < count;)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw Cut();
            }

            var part = Math.Min(count - taken, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(taken));
            _start += part;
            taken += part;
        }

        return bytes;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            throw new InvalidDataException("A line of 64 KiB.");
        }

        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    private static InvalidDataException Cut() => new("The answer was cut off.");
}
