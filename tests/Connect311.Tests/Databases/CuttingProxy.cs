using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.SqlClient;

namespace Connect311.Tests.Databases;

/// <summary>Looks at bytes and says whether they may pass.</summary>
internal delegate bool Gate(ReadOnlySpan<byte> bytes);

/// <summary>
/// Stands between us and the server on loopback. Once armed, it lets one COMMIT through, waits for the server's
/// reply, keeps that back and cuts the connection: the work is done, and nobody was told.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly byte[] Commit = Encoding.Unicode.GetBytes("COMMIT TRANSACTION");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly string _server;
    private int _armed;

    public CuttingProxy(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString);
        _server = builder.DataSource;
        _listener.Start();
        builder.DataSource = $"127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port}";
        ConnectionString = builder.ToString();
        _accepting = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>How many replies it has kept back.</summary>
    public int Cuts { get; private set; }

    public void Arm(int cuts) => _armed = cuts;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        SqlConnection.ClearPool(new SqlConnection(ConnectionString));
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient phone)
    {
        using var client = phone;
        using var server = new TcpClient();
        var address = _server.Split(',');
        await server.ConnectAsync(address[0], int.Parse(address[1], CultureInfo.InvariantCulture), _end.Token);
        var committing = false;
        var up = PumpAsync(client, server, asked =>
        {
            committing |= asked.IndexOf(Commit) >= 0;
            return true;
        });
        var down = PumpAsync(server, client, _ =>
        {
            var cut = committing && TryCut();
            committing = false;
            return !cut;
        });
        await Task.WhenAny(up, down);
        client.Close();
        server.Close();
        await Task.WhenAll(up, down);
    }

    private bool TryCut()
    {
        if (_armed == 0)
        {
            return false;
        }

        _armed--;
        Cuts++;
        return true;
    }

    /// <summary>Carries bytes until either end closes, or <paramref name="mayPass"/> keeps them back.</summary>
    private async Task PumpAsync(TcpClient from, TcpClient to, Gate mayPass)
    {
        var buffer = new byte[65_536];
        var seen = new List<byte>();
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
            {
                // What is looked for may come in two pieces.
                seen.AddRange(buffer.AsSpan(0, count));
                if (!mayPass(CollectionsMarshal.AsSpan(seen)))
                {
                    return;
                }

                seen.RemoveRange(0, Math.Max(0, seen.Count - Commit.Length));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // An end was closed.
        }
    }
}
