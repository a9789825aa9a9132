using System.CommandLine;
using Connect311.Api.Databases;

namespace Connect311.Api.Commands;

/// <summary>The program's commands; with none of them it serves.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of what the caller can mend.</summary>
    public const int UserError = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // Anything that begins with two hyphens is a setting of the server, such as --urls.
            return args.Length == 0 || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"))
                ? await ServeAsync(args)
                : await Commands().Parse(args).InvokeAsync();
        }
        catch (UserErrorException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return UserError;
        }
    }

    private static RootCommand Commands() => new(
        """
        Connect311, a back end for 311 service requests.

        Without a command it serves; settings are given as --Section:Key value, or in the environment as Section__Key.
        """)
    {
        KeysCommand.Create(),
        DatabaseCommand.Create(),
        CatalogCommand.Create(),
        ImportCommand.Create(),
    };

    private static async Task<int> ServeAsync(string[] args)
    {
        await using var app = Application.Build(args);
        await app.RunAsync();
        return 0;
    }
}
