using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connect311.Tests.Http;

/// <summary>Callers that break HTTP or hang up are not failures of ours: they are refused, and nothing is logged as an error.</summary>
public sealed class BadCallerTests : IDisposable
{
    private const string Head = "POST /v1/service-requests HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: demo-app\r\nContent-Type: application/json\r\n";

    private readonly ErrorLog _errors = new();
    private readonly TestApplication _application = new();

    public BadCallerTests() => _application.Replacing(services => services.AddSingleton<ILoggerProvider>(_errors));

    [Theory]
    [InlineData("ffffffffffffffff\r\n{}\r\n")]
    [InlineData("7fffffff8\r\n{}\r\n")]
    public async Task A_chunk_size_beyond_counting_is_a_bad_request(string chunks)
    {
        var answer = await SendAsync("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks, hangUp: false);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"bad-request\"", answer, StringComparison.Ordinal);
        Assert.Equal("", string.Join("\n", _errors.Lines));
    }

    [Theory]
    [InlineData("X: \u00ff")]
    [InlineData("X: \u0000")]
    [InlineData("X: a\u0000\u00ffb")]
    public async Task A_trailer_that_is_no_text_is_no_failure(string trailer)
    {
        var answer = await SendAsync($"Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n{trailer}\r\n\r\n", hangUp: false);

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        Assert.Equal("", string.Join("\n", _errors.Lines));
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n{\"serviceType\":")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{")]
    public async Task A_caller_who_hangs_up_in_the_middle_is_no_error(string rest)
    {
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(rest, hangUp: true);
            await ResetAsync(rest);
        }

        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal("", string.Join("\n", _errors.Lines));
    }

    public void Dispose()
    {
        _application.Dispose();
        _errors.Dispose();
    }

    private Task<string> SendAsync(string rest, bool hangUp) =>
        _application.SendRawAsync(Encoding.Latin1.GetBytes(Head + rest), hangUp);

    /// <summary>Ends the connection as a phone does that loses its network: without a word.</summary>
    private async Task ResetAsync(string rest)
    {
        using var anybody = _application.Anybody();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", anybody.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Head + rest), TestContext.Current.CancellationToken);
        await Task.Delay(10, TestContext.Current.CancellationToken);
        socket.LingerState = new(enable: true, seconds: 0);
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
