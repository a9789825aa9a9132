using System.CommandLine;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Devices;
using Connect311.Api.Open311.Connector;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Triage.Holds;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary><c>retention</c>: erases what has been kept for long enough, and lists what was erased.</summary>
internal static class RetentionCommand
{
    private const int LedgerPage = 500;

    public static Command Create() => new("retention", "Erase what the schedule of records does not keep any longer, and list what was erased.")
    {
        Run(),
        Ledger(),
    };

    private static Command Run()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Count what would be erased, and erase nothing." };
        var command = new Command(
            "run",
            "Erase what retention.json of the city keeps no longer, what residents asked to be forgotten, whom holds were about that are over, phones that were not seen for long, and addresses that never confirmed. Legal holds keep all of a request. Run it every night.")
        {
            dryRun,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => RunAsync(services, parsed.GetValue(dryRun), cancellation), token));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, bool isDry, CancellationToken cancellationToken)
    {
        var run = services.GetRequiredService<RetentionRun>();
        var report = await CountProgress.ShowAsync("requests", tell => run.RunAsync(isDry, Actor.CommandLine.Id, tell, cancellationToken))
            ?? throw new UserErrorException("Another retention run is at work. Wait for its end.");
        var holds = await services.GetRequiredService<HoldSweep>().RunAsync(isDry, Actor.CommandLine, cancellationToken);
        var sweep = services.GetRequiredService<DeviceSweep>();
        var devices = await sweep.RunAsync(isDry, cancellationToken);
        var addresses = await services.GetRequiredService<DeliverySweep>().RunAsync(isDry, cancellationToken);
        if (!isDry)
        {
            await services.GetRequiredService<ConnectorSweep>().RunAsync(cancellationToken);
            var audit = services.GetRequiredService<AuditLog>();
            await audit.RecordAsync(audit.New(Actor.CommandLine, AuditAction.RunRetention, AuditTarget.Retention), cancellationToken);
        }

        Print(report, holds, (devices, sweep.KeepDays), addresses, services.GetRequiredService<CurrentCity>().Value.Catalog, isDry);
        return 0;
    }

    /// <param name="holds">Of how many holds that are over it was erased whom they were about.</param>
    /// <param name="devices">How many phones were not seen for so many days.</param>
    /// <param name="addresses">How many were asked to confirm and did not.</param>
    private static void Print(
        RetentionReport report, int holds, (int Count, int Days) devices, int addresses, Catalog.Catalog catalog, bool isDry)
    {
        var lines = report.Counts.ToList();
        if (lines.Count == 0 && holds == 0 && devices.Count == 0 && addresses == 0)
        {
            Console.WriteLine("Nothing is due.");
            return;
        }

        var table = ListTable.Of("Service type", "What", "Kept for", isDry ? "Would be erased" : "Erased", "On legal hold", "Waiting");
        foreach (var (type, what, count) in lines)
        {
            table.AddRow(
                type.Length == 0 ? "(all)" : type, what, KeptFor(catalog, type, what), Text(count.Erased), Text(count.Held), Text(count.Waiting));
        }

        if (holds > 0)
        {
            table.AddRow("(holds)", "subject", "until they end", Text(holds), Text(0), Text(0));
        }

        if (devices.Count > 0)
        {
            table.AddRow("(devices)", "all", $"{Text(devices.Days)} days unseen", Text(devices.Count), Text(0), Text(0));
        }

        if (addresses > 0)
        {
            table.AddRow("(subscriptions)", "contact", "7 days unconfirmed", Text(addresses), Text(0), Text(0));
        }

        ListTable.Print(table);
        Console.WriteLine($"Source of the periods: {catalog.Retention.Source}.");
    }

    private static string KeptFor(Catalog.Catalog catalog, string type, string what)
    {
        var periods = catalog.Retention.Of(type);
        return what switch
        {
            ErasureScope.Contact => periods.Contact?.ToString() ?? "",
            ErasureScope.FreeText => periods.FreeText?.ToString() ?? "",
            ErasureScope.Photos => periods.Photos?.ToString() ?? "",
            ErasureScope.Request => periods.Request?.ToString() ?? "",
            _ => "asked for",
        };
    }

    private static Command Ledger()
    {
        var since = new Option<string?>("--since") { Description = "Only from this day on (UTC), as yyyy-MM-dd." };
        var command = new Command("ledger", "List what was erased, when and why; the values themselves are gone.") { since };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => ListAsync(services.GetRequiredService<RecordStore>(), Day(parsed.GetValue(since)), cancellation), token));
        return command;
    }

    private static async Task<int> ListAsync(RecordStore store, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var table = ListTable.Of("Number", "Event", "Erased", "What", "Why", "By");
        var page = await store.LedgerAsync(since, null, LedgerPage, cancellationToken);
        while (page.Count > 0)
        {
            foreach (var line in page)
            {
                table.AddRow(
                    new TrackingNumber(line.RequestId).ToString(),
                    Text(line.EventNumber),
                    line.At.ToString("u", CultureInfo.InvariantCulture),
                    line.Scopes.Replace(",", ", ", StringComparison.Ordinal),
                    line.Cause,
                    line.Actor);
            }

            page = await store.LedgerAsync(since, page[^1], LedgerPage, cancellationToken);
        }

        if (table.Rows.Count == 0)
        {
            Console.WriteLine("Nothing was erased.");
            return 0;
        }

        ListTable.Print(table);
        return 0;
    }

    private static DateTimeOffset Day(string? text) =>
        text is null ? DateTimeOffset.UnixEpoch
        : DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) ? day
        : throw new UserErrorException($"'{text}' is no day: write yyyy-MM-dd.");

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
