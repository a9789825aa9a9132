using System.CommandLine;
using System.CommandLine.Invocation;
using Connect311.Api.Databases;
using Connect311.Benchmarks.Areas;
using Connect311.Benchmarks.Backtest;
using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Day;
using Connect311.Benchmarks.Faults;
using Connect311.Benchmarks.Fuzz;
using Connect311.Benchmarks.Import;
using Connect311.Benchmarks.Intake;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Lookup;
using Connect311.Benchmarks.Phones;
using Connect311.Benchmarks.Photos;
using Connect311.Benchmarks.Queue;
using Connect311.Benchmarks.Routing;
using Connect311.Benchmarks.Spool;
using Connect311.Benchmarks.Starting;
using Connect311.Benchmarks.Streams;

namespace Connect311.Benchmarks;

/// <summary>One command a benchmark; each prints one table, and ends with 1 when it found something wrong.</summary>
internal static class Program
{
    private const int Stopped = 1;

    /// <summary>Exit code of what the caller can mend, as the application has it.</summary>
    private const int UserError = 2;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            var parsed = Commands().Parse(args);
            return parsed.Action is ParseErrorAction
                ? await parsed.InvokeAsync()
                : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UserErrorException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return UserError;
        }
        catch (OperationCanceledException)
        {
            return Stopped;
        }
        catch (Exception error)
        {
            await Console.Error.WriteLineAsync(error.ToString());
            return Stopped;
        }
    }

    private static RootCommand Commands() => new(
        "Measures Connect311 and tries to break it. Servers run as processes of their own, on this machine.")
    {
        IntakeCommand.Create(),
        LookupCommand.Create(),
        QueueCommand.Create(),
        PhotoCommand.Create(),
        RoutingCommand.Create(),
        BacktestCommand.Create(),
        ImportCommand.Create(),
        AreasCommand.Create(),
        StreamCommand.Create(),
        StartCommand.Create(),
        CrashCommand.Create(),
        PhoneCommand.Create(),
        DayCommand.Create(),
        SpoolCommand.Create(),
        FuzzCommand.Create(),
        FaultsCommand.Create(),
        BareServer.Create(),
        HastyServer.Create(),
        ShiftedServer.Create(),
    };
}
