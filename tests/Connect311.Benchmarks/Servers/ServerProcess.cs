using System.Collections.Concurrent;
using System.Diagnostics;

namespace Connect311.Benchmarks.Servers;

/// <summary>The server as a process of its own, in Development, on a port that the system chose.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Api = "Connect311.Api.dll";
    private const string Listening = "Now listening on: ";
    private const string Unlimited = "10000000";
    private const int KeptLines = 200;
    private const int KeptErrors = 20;

    /// <summary>Kestrel could not read the rest of a malformed body that nobody asked for. It says so itself; no code of ours can help it.</summary>
    private const string Undrained = "fail: Microsoft.AspNetCore.Server.Kestrel[67]";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);
    private static readonly string[] BadLines = ["fail:", "crit:", "Unhandled exception"];

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _isInError;

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The server ended:\n{Log}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Ends when the server listens; fails when it ends before that.</summary>
    public Task<Uri> Address => _address.Task.WaitAsync(StartTime);

    /// <summary>Lines that the server logged as errors; the first ones are in <see cref="Errors"/>.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>How often Kestrel logged that it could not read the rest of a malformed body.</summary>
    public int UndrainedCount { get; private set; }

    public ConcurrentQueue<string> Errors { get; } = new();

    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    public string Log => string.Join('\n', _lines);

    /// <param name="folder">Where it keeps its data.</param>
    /// <param name="program">The assembly to run with its command; the Api itself by default.</param>
    /// <param name="settings">Further settings, as <c>Section:Key</c>.</param>
    public static ServerProcess Start(
        ServerFolder folder, IReadOnlyList<string>? program = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        IReadOnlyList<string> command = program ?? [Api];
        return new(Told(folder, [.. command, "--urls", "http://127.0.0.1:0"], settings));
    }

    /// <summary>Runs a command of the application to its end.</summary>
    /// <returns>How long the process took, and its exit code.</returns>
    public static async Task<(TimeSpan Elapsed, int ExitCode)> RunAsync(
        ServerFolder folder, CancellationToken cancellationToken, params IEnumerable<string> command)
    {
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(Told(folder, [Api, .. command]))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await Task.WhenAll(output, errors);
        return (Stopwatch.GetElapsedTime(begin), process.ExitCode);
    }

    private static ProcessStartInfo Told(
        ServerFolder folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, command[0]), .. command.Skip(1)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        start.Environment["ConnectionStrings__Connect311"] = folder.ConnectionString;
        start.Environment["KeyRing__Folder"] = folder.KeyRing;
        start.Environment["Photos__Folder"] = Path.Combine(folder.Path, "photos");

        // What a broken database does is measured without it, and by the benchmark of the spool with it.
        start.Environment["Spool__Use"] = "false";

        // All callers of a benchmark have one address.
        start.Environment["RateLimits__ReadsPerMinute"] = Unlimited;
        start.Environment["RateLimits__ReadsBurst"] = Unlimited;
        start.Environment["RateLimits__ActionsPerMinute"] = Unlimited;
        start.Environment["RateLimits__ActionsBurst"] = Unlimited;
        start.Environment["Delivery__Folder"] = Path.Combine(folder.Path, "messages");
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    /// <summary>SIGKILL: nothing of the process runs after it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: it answers what it has accepted, then ends.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }

        if (line.Contains(Listening, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()));
        }

        ReadError(line);
    }

    private void ReadError(string line)
    {
        if (line.StartsWith(Undrained, StringComparison.Ordinal))
        {
            UndrainedCount++;
            _isInError = false;
        }
        else if (BadLines.Any(bad => line.StartsWith(bad, StringComparison.Ordinal)))
        {
            ErrorCount++;
            _isInError = true;
        }
        else if (!line.StartsWith(' '))
        {
            _isInError = false;
        }

        if (_isInError && Errors.Count < KeptErrors)
        {
            Errors.Enqueue(line);
        }
    }
}
