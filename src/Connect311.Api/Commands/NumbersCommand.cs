using System.CommandLine;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Numbers;
using Connect311.Routing.Documents;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary><c>numbers</c>: how many requests there were and how long they took, as <c>GET /v1/numbers</c> tells an administrator.</summary>
internal static class NumbersCommand
{
    public static Command Create()
    {
        var by = new Option<string?>("--by") { Description = "department (by default), serviceType, area, month or agent." };
        var areaSet = new Option<string?>("--area-set") { Description = "Which areas, for --by area; the city's own set by default." };
        var department = new Option<string?>("--department") { Description = "Only this department." };
        var serviceType = new Option<string?>("--service-type") { Description = "Only requests of this service type." };
        var from = new Option<string?>("--from") { Description = "The first day on which requests came in, such as 2026-05-01; 30 days by default." };
        var to = new Option<string?>("--to") { Description = "The last day; today by default." };
        var command = new Command(
            "numbers", "Count the requests of a period, and how long they took. Confidential ones are left out.")
        {
            by, areaSet, department, serviceType, from, to,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => PrintAsync(
                services,
                new()
                {
                    By = parsed.GetValue(by),
                    AreaSet = parsed.GetValue(areaSet),
                    Department = parsed.GetValue(department),
                    ServiceType = parsed.GetValue(serviceType),
                    From = parsed.GetValue(from),
                    To = parsed.GetValue(to),
                },
                cancellation),
            token));
        return command;
    }

    private static async Task<int> PrintAsync(IServiceProvider services, NumberQuery query, CancellationToken cancellationToken)
    {
        var (city, now, faults) = (services.GetRequiredService<CurrentCity>().Value, services.GetRequiredService<TimeProvider>().Now(), new List<Fault>());
        var question = query.Read(city, Caller.OfStaff("command-line", Role.Admin, department: null), now, faults);
        if (faults.Count > 0)
        {
            throw new UserErrorException(string.Join("; ", faults.Select(fault => $"{OptionOf(fault)} {Texts.Message(fault, Texts.DefaultLanguage)}")) + ".");
        }

        var groups = await services.GetRequiredService<NumberStore>().ReadAsync(question, city.Catalog.City.TimeZone, now, cancellationToken);
        var numbers = NumberList.Of(question, groups, now, city, Texts.DefaultLanguage);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Requests that came in from {numbers.From:yyyy-MM-dd} to {numbers.To:yyyy-MM-dd}; times as half / nine in ten took at most."));
        var table = ListTable.Of(query.By ?? NumbersBy.Department, "Received", "Open", "Overdue", "Closed", "Cancelled", "Acknowledged in", "Resolved in", "Transfers", "Closings", "Disputed", "Upheld", "Reopened");
        foreach (var row in numbers.Items)
        {
            table.AddRow([.. Cells(row).Select(Markup.Escape)]);
        }

        ListTable.Print(table);
        return 0;
    }

    private static string[] Cells(Numbers row) =>
    [
        row.Code is null ? "(none)" : row.Name is { } name && name != row.Code ? $"{row.Code}  {name}" : row.Code,
        Text(row.Received), Text(row.Open), Text(row.Overdue), Text(row.Closed), Text(row.Cancelled), Text(row.Acknowledge), Text(row.Resolve),
        Text(row.Transfers), Text(row.Closings), Share(row.Disputes, row.DisputeRate), Text(row.DisputesUpheld), Share(row.Reopenings, row.ReopenRate),
    ];

    private static string Text(int? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    private static string Text(TimesTaken? times) => times?.Median is null ? "" : $"{Short(times.Median)} / {Short(times.P90!)}";

    private static string Share(int count, double? rate) =>
        rate is null ? Text(count) : string.Create(CultureInfo.InvariantCulture, $"{count:N0} ({rate:P1})");

    /// <summary>The two largest units of an ISO 8601 duration: nobody reads the seconds of a week.</summary>
    private static string Short(string duration) => System.Xml.XmlConvert.ToTimeSpan(duration) switch
    {
        { TotalDays: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.Days} d {time.Hours} h"),
        { TotalHours: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes} min"),
        var time => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
    };

    private static string OptionOf(Fault fault) => fault.Field[1..] switch
    {
        "areaSet" => "--area-set",
        "serviceType" => "--service-type",
        var name => $"--{name}",
    };
}
