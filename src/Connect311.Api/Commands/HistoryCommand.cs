using System.CommandLine;
using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History.Proof;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary><c>history</c>: whether what happened to the requests is told as it was written.</summary>
internal static class HistoryCommand
{
    /// <summary>The table of faults ends here; a database full of them says no more with all.</summary>
    private const int MostShown = 200;

    public static Command Create() => new("history", "Verify that no history was edited, and sign what happened.")
    {
        Verify(),
        Sign(),
    };

    private static Command Verify()
    {
        var number = new Argument<string?>("number")
        {
            Description = "One request's tracking number; without it all requests, and the signed roots over them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "verify", "Find every event that was edited, removed or re-ordered; values that were erased are no fault. Ends with 1 when there is one.")
        {
            number,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => VerifyAsync(services.GetRequiredService<HistoryAudit>(), parsed.GetValue(number), cancellation), token));
        return command;
    }

    private static Command Sign()
    {
        var command = new Command("sign", "Make the signed roots of the days that are over, as servers do by themselves.");
        command.SetAction((_, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                var made = await services.GetRequiredService<RootMaker>().MakeAsync(DailyRoot.MostEvents, cancellation);
                Console.WriteLine(made == 0 ? "Nothing is due." : string.Create(CultureInfo.InvariantCulture, $"{made:N0} signed."));
                return 0;
            },
            token));
        return command;
    }

    private static async Task<int> VerifyAsync(HistoryAudit audit, string? text, CancellationToken cancellationToken)
    {
        var report = text is null
            ? await CountProgress.ShowAsync("requests", tell => audit.VerifyAllAsync(tell, cancellationToken))
            : await audit.VerifyAsync(NumberArgument.Read(text), cancellationToken) ?? throw new UserErrorException($"There is no request {text}.");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Requests:N0} requests, {report.Events:N0} events ({report.Erased:N0} with erased values), {report.Roots:N0} signed roots: {report.Faults.Count:N0} faults."));
        if (report.Faults.Count == 0)
        {
            return 0;
        }

        var table = ListTable.Of("Number", "Event", "What", "In words");
        foreach (var (subject, fault) in report.Faults.Take(MostShown))
        {
            table.AddRow(subject, fault.Number?.ToString(CultureInfo.InvariantCulture) ?? "", fault.Code, Markup.Escape(fault.Message));
        }

        ListTable.Print(table);
        if (report.Faults.Count > MostShown)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {report.Faults.Count - MostShown:N0} more."));
        }

        return CommandLine.Stopped;
    }
}
