using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connect311.Benchmarks.Spool;

/// <summary>Carries connections to a server of SQL Server's protocol; cut, it ends them all and takes no others.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private const int DefaultPort = 1433;

    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly CancellationTokenSource _end = new();
    private readonly string _host;
    private readonly int _port;
    private readonly int _ownPort;
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <param name="server">A host, and a port behind a comma.</param>
    public TcpRelay(string server)
    {
        var parts = server.Split(',');
        (_host, _port) = (parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : DefaultPort);
        Listen(0);
        _ownPort = ((IPEndPoint)_listener!.LocalEndpoint).Port;
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1,{_ownPort}");

    public void Cut()
    {
        _listener?.Stop();
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    public void Mend() => Listen(_ownPort);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private void Listen(int port)
    {
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = _open[server] = true;
        try
        {
            await server.ConnectAsync(_host, _port, _end.Token);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), _end.Token), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            // An end was closed.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }
}
