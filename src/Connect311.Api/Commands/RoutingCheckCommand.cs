using System.CommandLine;
using Connect311.Api.Routing.RuleSets;

namespace Connect311.Api.Commands;

/// <summary><c>routing check</c>: what can be known about a rule set without any report.</summary>
internal static class RoutingCheckCommand
{
    /// <summary>Exit code of a rule set that has errors.</summary>
    private const int HasErrors = 1;

    public static Command Create()
    {
        var what = new Argument<string>("file or version") { Description = "A file, or the number of a version." };
        var command = new Command(
            "check",
            """
            Check a rule set against the catalogue and the areas in force. Nothing is stored.

            It finds codes that there are not, rules that never decide, conditions that contradict each other, times that never
            come, and service types that no rule takes. Exit code 1 where there are errors; warnings alone give 0.
            """)
        {
            what,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => RunAsync(services, parsed.GetValue(what)!, cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string asked, CancellationToken cancellationToken)
    {
        var text = RoutingCommand.IsVersion(asked)
            ? await services.GetRequiredService<RuleSetStore>()
                .FindDocumentAsync((await RoutingCommand.FindAsync(services, asked, cancellationToken)).Version, cancellationToken)
            : RuleSetFile.Read(new(asked));
        var found = RoutingReport.Check(services, text);
        RoutingReport.Print(found);
        var rules = found.Document is { } document
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{document.Rules.Count:N0} rules, ")
            : "it cannot be read, ";
        Console.WriteLine($"{(RoutingCommand.IsVersion(asked) ? $"Rule set {asked}" : asked)}: {rules}{RoutingReport.Count(found)}.");
        return found.IsSound ? 0 : HasErrors;
    }
}
