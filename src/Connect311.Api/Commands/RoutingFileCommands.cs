using System.CommandLine;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Routing.RuleSets;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;

namespace Connect311.Api.Commands;

/// <summary><c>routing export</c> and <c>routing import</c>: rule sets as files, which a city may keep in git.</summary>
internal static class RoutingFileCommands
{
    public static Command Export()
    {
        var version = new Argument<string>("version") { Description = "The number of the version. Default: the one in force.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<FileInfo>("--output") { Description = "The file to write. Default: the screen." };
        var command = new Command("export", "Write the JSON of a rule set, as it was written, to the screen or to a file.") { version, output };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => ExportAsync(services, parsed.GetValue(version), parsed.GetValue(output), cancellation), token));
        return command;
    }

    public static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "A rule set, as 'routing export' writes it." };
        var basedOn = new Option<string>("--based-on") { Description = "The number of the version that the file was made from; it is noted with the draft." };
        var command = new Command(
            "import",
            """
            Store a file as a new draft, which decides nothing until it is published.

            A draft may have errors, which are shown. What cannot be read as a rule set is refused.
            """)
        {
            file, basedOn,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => ImportAsync(services, parsed.GetValue(file)!, parsed.GetValue(basedOn), cancellation), token));
        return command;
    }

    /// <summary>Stores a readable text as a new draft.</summary>
    public static async Task<RuleSetVersion> StoreAsync(
        IServiceProvider services, string text, int? basedOn, CancellationToken cancellationToken)
    {
        var document = RuleSetText.Of(JsonText.Parse(text, out _, out _)!.Value);
        var creation = Creation.Of(Actor.CommandLine.Id, null, services.GetRequiredService<TimeProvider>(), document);
        return (await services.GetRequiredService<RuleSetStore>().AddAsync(document, basedOn, creation, Actor.CommandLine, cancellationToken)).Draft
            ?? throw new UserErrorException("Others stored drafts at the same moment, again and again; this one was not stored. Give the command again.");
    }

    private static async Task<int> ExportAsync(IServiceProvider services, string? version, FileInfo? output, CancellationToken cancellationToken)
    {
        var number = version is null
            ? services.GetRequiredService<CurrentCity>().Value.Rules.Version
            : (await RoutingCommand.FindAsync(services, version, cancellationToken)).Version;
        var text = (await services.GetRequiredService<RuleSetStore>().FindDocumentAsync(number, cancellationToken))?.TrimEnd()
            ?? throw new UserErrorException($"The document of rule set {number} is lost.");
        if (output is null)
        {
            Console.WriteLine(text);
            return 0;
        }

        RuleSetFile.Write(output, text + "\n");
        Console.WriteLine($"Rule set {number} is written to {output.Name}.");
        return 0;
    }

    private static async Task<int> ImportAsync(IServiceProvider services, FileInfo file, string? basedOn, CancellationToken cancellationToken)
    {
        var origin = basedOn is null ? null : await RoutingCommand.FindAsync(services, basedOn, cancellationToken);
        var text = RuleSetFile.Read(file);
        var found = RoutingReport.Check(services, text);
        RoutingReport.Print(found);
        if (found.Document is null)
        {
            throw new UserErrorException($"{file.Name} is refused, and nothing was stored: it cannot be read as a rule set.");
        }

        var draft = await StoreAsync(services, text, origin?.Version, cancellationToken);
        Console.WriteLine($"{file.Name} is stored as draft {draft.Version}: {RoutingReport.Count(found)}.");
        Console.WriteLine(found.IsSound
            ? $"Put it in force: routing publish {draft.Version}"
            : "It cannot be published until the errors are mended: change the file, and import it again.");
        return 0;
    }
}
