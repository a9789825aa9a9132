using System.CommandLine;
using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.Routing.RuleSets;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Commands;

/// <summary><c>routing</c>: the rule set, its drafts and its history.</summary>
internal static class RoutingCommand
{
    public static Command Create() => new(
        "routing",
        "Check, try, publish and take back rule sets, which say which department gets a report. A rule set is a JSON file; src/Connect311.Routing/README.md describes it.")
    {
        RoutingListCommand.Create(),
        RoutingFileCommands.Export(),
        RoutingFileCommands.Import(),
        RoutingCheckCommand.Create(),
        Publish(),
        RollBack(),
        RoutingBacktestCommand.Create(),
        RoutingReapplyCommand.Create(),
    };

    /// <summary>A version by its number, as a person gave it.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static async Task<RuleSetVersion> FindAsync(IServiceProvider services, string version, CancellationToken cancellationToken) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && await services.GetRequiredService<RuleSetStore>().FindAsync(number, cancellationToken) is { } found
            ? found
            : throw new UserErrorException($"There is no rule set {version}. 'routing list' shows all.");

    /// <summary>Whether somebody means a version; everything else is a file.</summary>
    public static bool IsVersion(string asked) => asked.All(char.IsAsciiDigit);

    private static Command Publish()
    {
        var what = new Argument<string>("version or file") { Description = "The number of a draft, or a file, which becomes a new version." };
        var command = new Command(
            "publish",
            """
            Put a draft in force, or a file as a new version. Servers take it within seconds.

            Errors stand in the way, and nothing is changed; warnings are shown. Reports keep the version that decided them.
            """)
        {
            what,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => PublishAsync(services, parsed.GetValue(what)!, cancellation), token));
        return command;
    }

    private static Command RollBack()
    {
        var version = new Argument<string>("version") { Description = "The number of a version that was in force before." };
        var command = new Command("roll-back", "Put a version in force again that was before. Servers take it within seconds.") { version };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                var found = await FindAsync(services, parsed.GetValue(version)!, cancellation);
                return found.IsDraft
                    ? throw new UserErrorException($"Rule set {found.Version} was never in force: it is a draft. Give 'routing publish {found.Version}'.")
                    : await PublishAsync(services, found, cancellation);
            },
            token));
        return command;
    }

    private static async Task<int> PublishAsync(IServiceProvider services, string asked, CancellationToken cancellationToken)
    {
        if (!IsVersion(asked))
        {
            return await PublishAsync(services, await SoundDraftAsync(services, asked, cancellationToken), cancellationToken);
        }

        var found = await FindAsync(services, asked, cancellationToken);
        return found.Status == RuleSetStatus.Archived
            ? throw new UserErrorException($"Rule set {found.Version} was in force before. To take it back, give 'routing roll-back {found.Version}'.")
            : await PublishAsync(services, found, cancellationToken);
    }

    /// <summary>A draft of a file without errors; of another one nothing is stored.</summary>
    private static async Task<RuleSetVersion> SoundDraftAsync(IServiceProvider services, string file, CancellationToken cancellationToken)
    {
        var text = RuleSetFile.Read(new(file));
        var found = RoutingReport.Check(services, text);
        if (!found.IsSound)
        {
            RoutingReport.Print(found);
            throw new UserErrorException($"{file} is not published, and nothing was changed: {RoutingReport.Count(found)}.");
        }

        return await RoutingFileCommands.StoreAsync(services, text, basedOn: null, cancellationToken);
    }

    private static async Task<int> PublishAsync(IServiceProvider services, RuleSetVersion seen, CancellationToken cancellationToken)
    {
        var before = await services.GetRequiredService<RuleSetStore>().FindInForceAsync(cancellationToken);
        var (end, found) = await services.GetRequiredService<RuleSetPublishing>().PublishAsync(seen, Actor.CommandLine, cancellationToken);
        switch (end)
        {
            case Publication.Done:
                RoutingReport.Print(found);
                Console.WriteLine(
                    $"Rule set {seen.Version} is in force, in the place of {before}. Servers take it within seconds. To take it back: routing roll-back {before}");
                return 0;
            case Publication.InForce:
                Console.WriteLine($"Rule set {seen.Version} is in force already; nothing was changed.");
                return 0;
            case Publication.Faulty:
                RoutingReport.Print(found);
                throw new UserErrorException($"Rule set {seen.Version} is not published, and nothing was changed: {RoutingReport.Count(found)}.");
            default:
                throw new UserErrorException("Somebody else changed it, or what is in force, at the same moment; nothing was changed. Look with 'routing list', then try again.");
        }
    }
}
