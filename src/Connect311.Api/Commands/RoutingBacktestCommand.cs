using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Routing;
using Connect311.Api.Routing.Backtests;
using Connect311.Api.ServiceLevels;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Commands;

/// <summary><c>routing backtest</c>: what a rule set would have decided about the stored requests.</summary>
internal static class RoutingBacktestCommand
{
    /// <summary>The version that a file's decisions are said to be of; it is never stored.</summary>
    private const int OfFile = 0;

    private static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true };

    public static Command Create()
    {
        var rules = new Argument<string>("rules") { Description = "A version of the rule set, drafts too, or a file with one, which is not stored." };
        var from = new Option<string?>("--from") { Description = "Only requests received then or later: a day (2026-04-01, in the city) or a time with offset." };
        var to = new Option<string?>("--to") { Description = "Only requests received before: a day, which is not in it, or a time with offset." };
        var types = new Option<string[]>("--type") { Description = "Only requests of this service type, or of all below it (noise-residential.*); may be given again." };
        var groups = new Option<string[]>("--group") { Description = "Only requests of service types in this group; may be given again." };
        var examples = new Option<int>("--examples") { Description = "How many requests to name for each move.", DefaultValueFactory = _ => BacktestScope.DefaultExamples };
        var json = new Option<bool>("--json") { Description = "Print the result as the API does." };
        var command = new Command(
            "backtest",
            """
            Try a rule set on the stored requests, and show what it would have decided otherwise.

            It stores nothing, and runs beside servers. Compared is what the rules last decided about a request, at intake or
            when it was corrected; where it was handed over to since does not count. All are placed anew in the areas in
            force. Confidential requests are left out.
            """)
        {
            rules, from, to, types, groups, examples, json,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) =>
            {
                var catalog = services.GetRequiredService<CurrentCity>().Value.Catalog;
                var scope = new BacktestScope
                {
                    Version = OfFile,
                    From = TimeOf(parsed.GetValue(from), "--from", catalog.City.TimeZone),
                    To = TimeOf(parsed.GetValue(to), "--to", catalog.City.TimeZone),
                    ServiceTypes = parsed.GetValue(types) is { Length: > 0 } codes ? codes : null,
                    Groups = parsed.GetValue(groups) is { Length: > 0 } names ? names : null,
                    Examples = parsed.GetValue(examples),
                };
                return RunAsync(services, parsed.GetValue(rules)!, scope, parsed.GetValue(json), cancellation);
            },
            token));
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, string rules, BacktestScope scope, bool asJson, CancellationToken cancellationToken)
    {
        var catalog = services.GetRequiredService<CurrentCity>().Value.Catalog;
        Check(scope, catalog);
        var run = services.GetRequiredService<BacktestRuns>().Of(await FindAsync(services, rules, catalog, cancellationToken), scope);
        var progress = await run.BeginAsync(cancellationToken);
        if (asJson)
        {
            progress = await run.RunAsync(progress, _ => Task.FromResult(true), cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(ResultOf(progress, catalog), Indented));
            return 0;
        }

        await ProgressBar.ShowAsync("requests", progress.Total, async tell => progress = await run.RunAsync(
            progress,
            reached =>
            {
                tell(reached.Tally.Read, reached.Tally.Read);
                return Task.FromResult(true);
            },
            cancellationToken));
        BacktestReport.Print(ResultOf(progress, catalog));
        return 0;
    }

    private static BacktestResult ResultOf(BacktestProgress progress, Catalog.Catalog catalog) =>
        BacktestResult.Of(StoredTally.Of(progress.Tally), catalog, Texts.DefaultLanguage);

    private static void Check(BacktestScope scope, Catalog.Catalog catalog)
    {
        var faults = new List<Fault>();
        scope.Check(catalog, faults);
        if (scope.Examples < 0)
        {
            faults.Add(new("/examples", FaultCodes.TooLow, "minimum", 0));
        }

        if (faults.Count > 0)
        {
            throw new UserErrorException(string.Join(
                ' ', faults.Select(fault => $"{fault.Field.TrimStart('/')} {Texts.Message(fault, Texts.DefaultLanguage)}.")));
        }
    }

    private static async Task<RuleSet> FindAsync(
        IServiceProvider services, string rules, Catalog.Catalog catalog, CancellationToken cancellationToken)
    {
        var trial = int.TryParse(rules, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && !File.Exists(rules)
            ? await services.GetRequiredService<TrialRules>().FindAsync(version, cancellationToken)
            : TrialRules.Compile(await ReadAsync(rules, cancellationToken), OfFile, catalog);
        return trial switch
        {
            TrialRules.Ending.Found found => found.Rules,
            TrialRules.Ending.Unreadable unreadable => throw new UserErrorException(
                $"{rules} cannot be tried: {string.Join("; ", unreadable.Faults.Select(RoutingReport.Sentence))}."),
            _ => throw new UserErrorException($"There is no version {rules} of the rule set."),
        };
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The rule set {file} cannot be read: {e.Message}");
        }
    }

    private static DateTimeOffset? TimeOf(string? text, string option, TimeZoneInfo zone)
    {
        if (text is null)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? LocalTimes.ToUtc(day.ToDateTime(TimeOnly.MinValue), zone, out _)
            : Rfc3339.TryParse(text, out var time)
                ? time
                : throw new UserErrorException($"{option} takes a day, such as 2026-04-01, or a time with offset, such as 2026-04-01T12:00:00-04:00.");
    }
}
