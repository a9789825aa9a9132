using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Connect311.Api.Databases;

namespace Connect311.Benchmarks.Load;

/// <summary>Runs wrk: one thread that keeps a number of connections busy, each with one request at a time.</summary>
internal static class Wrk
{
    private const string Missing = "wrk is not installed: apt-get install wrk";

    /// <exception cref="UserErrorException">wrk is not installed.</exception>
    public static void MustBeThere()
    {
        try
        {
            using var version = Process.Start(Told("--version"))!;
            version.WaitForExit();
        }
        catch (Win32Exception)
        {
            throw new UserErrorException(Missing);
        }
    }

    /// <param name="server">The address to load.</param>
    /// <param name="script">The Lua file, see <see cref="WrkScript"/>.</param>
    /// <param name="connections">How many connections stay open.</param>
    /// <param name="duration">For how long; whole seconds.</param>
    public static async Task<WrkResult> RunAsync(
        Uri server, string script, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Told(
            "--threads", "1",
            "--connections", connections.ToString(CultureInfo.InvariantCulture),
            "--duration", string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}s"),
            "--timeout", "30s",
            "--script", script,
            server.ToString());
        using var wrk = Process.Start(start)!;
        var output = wrk.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = wrk.StandardError.ReadToEndAsync(cancellationToken);
        await wrk.WaitForExitAsync(cancellationToken);
        return WrkResult.Find(await output)
            ?? throw new InvalidOperationException($"wrk ended with {wrk.ExitCode} and no result: {await output}{await errors}");
    }

    private static ProcessStartInfo Told(params string[] arguments) =>
        new("wrk", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
}
