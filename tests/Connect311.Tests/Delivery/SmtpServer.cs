using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Connect311.Tests.Delivery;

/// <summary>A mail relay of the outside world, as far as RFC 5321 is needed to take a mail or to refuse it.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public SmtpServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was taken, each as its recipient and the mail.</summary>
    public ConcurrentQueue<(string To, MimeMessage Mail)> Came { get; } = [];

    /// <summary>The ids of all mails that it read, taken or not.</summary>
    public ConcurrentQueue<string?> Read { get; } = [];

    /// <summary>Recipients to whom it says something else.</summary>
    public ConcurrentDictionary<string, string> ToOthers { get; } = [];

    /// <summary>How often it was told a recipient.</summary>
    public int Asked { get; private set; }

    /// <summary>What it says to a recipient.</summary>
    public string ToRecipient { get; set; } = "250 ok";

    /// <summary>What it says behind the mail.</summary>
    public string ToMail { get; set; } = "250 taken";

    /// <summary>Whether it takes a mail and goes without saying so.</summary>
    public bool HangsUp { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await TalkAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 relay");
        var to = "";
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "RCPT":
                    to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    Asked++;
                    await writer.WriteLineAsync(ToOthers.GetValueOrDefault(to, ToRecipient));
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var mail = await LoadAsync(reader);
                    Read.Enqueue(mail.MessageId);
                    if (HangsUp)
                    {
                        return;
                    }

                    if (ToMail[0] == '2')
                    {
                        Came.Enqueue((to, mail));
                    }

                    await writer.WriteLineAsync(ToMail);
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private async Task<MimeMessage> LoadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
        return await MimeMessage.LoadAsync(bytes, _end.Token);
    }
}
