using System.CommandLine;
using System.CommandLine.Invocation;
using System.Data.Common;
using System.Runtime.InteropServices;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Commands;

/// <summary>The program's commands; with none of them it serves.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of what broke, or stopped half-way.</summary>
    public const int Stopped = 1;

    /// <summary>Exit code of what the caller can mend.</summary>
    public const int UserError = 2;

    /// <summary>SIGXFSZ, for which the runtime has no name.</summary>
    private const int FileSizeExceeded = 25;

    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    public static async Task<int> RunAsync(string[] args)
    {
        using var fileLimit = SurviveFileLimit();
        try
        {
            // Anything that begins with two hyphens is a setting of the server, such as --urls.
            return args.Length == 0 || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"))
                ? await ServeAsync(args)
                : await CommandAsync(Commands().Parse(args));
        }
        catch (Exception error) when (error is not HostAbortedException)
        {
            await Console.Error.WriteLineAsync(MessageOf(error));
            return IsUsers(error) ? UserError : Stopped;
        }
    }

    /// <summary>A file that may grow no more (RLIMIT_FSIZE) is a failed write, and not the end of the process.</summary>
    private static PosixSignalRegistration? SurviveFileLimit() => OperatingSystem.IsWindows()
        ? null
        : PosixSignalRegistration.Create((PosixSignal)FileSizeExceeded, signal => signal.Cancel = true);

    private static RootCommand Commands() => new(
        """
        Connect311, a back end for 311 service requests.

        Without a command it serves; settings are given as --Section:Key value, or in the environment as Section__Key.
        """)
    {
        StaffCommand.Create(),
        KeysCommand.Create(),
        DatabaseCommand.Create(),
        CatalogCommand.Create(),
        AreasCommand.Create(),
        RoutingCommand.Create(),
        ImportCommand.Create(),
        HistoryCommand.Create(),
        RetentionCommand.Create(),
        RecordsCommand.Create(),
        NumbersCommand.Create(),
        Open311Command.Create(),
    };

    /// <summary>Help in answer to a mistake would bury what the mistake is.</summary>
    private static Task<int> CommandAsync(ParseResult parsed) => parsed.Action is ParseErrorAction
        ? throw new UserErrorException(
            $"{string.Join(' ', parsed.Errors.Select(error => error.Message)).ReplaceLineEndings(" ")} See --help.")
        : parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

    private static async Task<int> ServeAsync(string[] args)
    {
        RefuseWords(args);
        await using var app = Application.Build(args, needsKeys: true);
        await app.RunAsync();
        return 0;
    }

    /// <summary>Settings are <c>--key value</c> or <c>--key=value</c>; a word besides was meant to be a command.</summary>
    private static void RefuseWords(string[] args)
    {
        for (var i = 0; i < args.Length; i += args[i].Contains('=', StringComparison.Ordinal) ? 1 : 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new UserErrorException(
                    $"'{args[i]}' is no setting. A command comes first, and takes its settings from the environment, as Section__Key.");
            }
        }
    }

    private static bool IsUsers(Exception error) =>
        error is UserErrorException or CatalogRefusedException or OptionsValidationException
        || error.Source == Binder
        || error is DbException or DatabaseBusyException;

    /// <summary>One line, but for a catalogue, which has one a fault.</summary>
    private static string MessageOf(Exception error) => error is UserErrorException or CatalogRefusedException
        ? error.Message
        : error.Message.ReplaceLineEndings(" ");
}
