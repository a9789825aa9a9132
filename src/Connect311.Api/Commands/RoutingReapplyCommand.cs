using System.CommandLine;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Triage.Rerouting;

namespace Connect311.Api.Commands;

/// <summary><c>routing reapply</c>: open requests to where the rules would put them today.</summary>
internal static class RoutingReapplyCommand
{
    private static readonly Option<bool> Apply = new("--apply") { Description = "Do it. Without this option nothing is changed: it only says what would be." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Print the figures as JSON." };
    private static readonly Option<int?> Version = new("--version") { Description = "The version of the rule set. Default: the one in force. A draft can be tried, not applied." };

    public static Command Create()
    {
        var command = new Command(
            "reapply",
            """
            Apply the rules again to open requests that are stored, such as after a new rule set or area set.

            Without --apply it only shows how many would go where. Each request is decided about as it is, with the time at
            which it was received, and goes in a transaction of its own, with an event in its history: stop it at any time, and
            give the same command again to go on. It runs beside a server. It goes at once, whatever the rule set says about
            corrections. What staff moved by hand, said to keep, or are asked about just now, stays.
            """)
        {
            Apply, AsJson, Version,
        };
        foreach (var option in ReapplyOptions.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, token) => CommandHost.RunReadyAsync((services, cancellation) => RunAsync(services, parsed, cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var isTrial = !parsed.GetValue(Apply);
        var city = await RulesToApply.InAsync(services, parsed.GetValue(Version), isTrial, cancellationToken);
        var filter = ReapplyOptions.Read(parsed, city);
        if (!isTrial)
        {
            var audit = services.GetRequiredService<AuditLog>();
            await audit.RecordAsync(
                audit.New(Actor.CommandLine, AuditAction.ReapplyRouting, AuditTarget.RuleSet(city.Rules.Version), ReapplyOptions.Given(filter)), cancellationToken);
        }

        var tally = new ReapplyTally();
        var isStopped = await IsStoppedAsync(services.GetRequiredService<Reapply>(), filter, city, isTrial, tally, parsed, cancellationToken);
        if (parsed.GetValue(AsJson))
        {
            Console.WriteLine(JsonSerializer.Serialize(ReapplyReport.Of(tally, city.Rules.Version, isTrial, !isStopped), ReapplyReport.Options));
        }
        else
        {
            ReapplyReport.Print(tally, city, isTrial);
        }

        return isStopped ? CommandLine.Stopped : 0;
    }

    /// <returns>Whether it stopped half-way; what is done stays done.</returns>
    private static async Task<bool> IsStoppedAsync(
        Reapply reapply, ReapplyFilter filter, City city, bool isTrial, ReapplyTally tally, ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            Task Work(Action<long, long> progress) => reapply.RunAsync(filter, city, isTrial, tally, progress, cancellationToken);
            await (parsed.GetValue(AsJson) ? Work((_, _) => { }) : RequestProgress.ShowAsync(isTrial ? "Looking" : "Applying", Work));
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. What is done stays; give the same command again to go on.");
        }
        catch (Exception e) when (DatabaseErrors.IsUnavailable(e))
        {
            await Console.Error.WriteLineAsync($"Stopped: {e.Message.ReplaceLineEndings(" ")} What is done stays; give the same command again to go on.");
        }

        return true;
    }
}
