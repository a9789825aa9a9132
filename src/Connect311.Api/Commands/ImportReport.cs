using System.Globalization;
using Connect311.Api.ServiceRequests.Import;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>Prints what an import did.</summary>
internal static class ImportReport
{
    private const int MostShown = 10;
    private const double Newest = 0.3;

    public static void Print(ImportTally tally, string rejectsPath)
    {
        PrintCounts(tally, rejectsPath);
        if (tally.Read > tally.Rejected)
        {
            PrintAgencies(tally);
            PrintAgreement(tally);
        }

        PrintUnlisted(tally);
    }

    private static void PrintCounts(ImportTally tally, string rejectsPath)
    {
        var table = Plain("", "Rows");
        Add(table, "Read", tally.Read);
        Add(table, "Stored now", tally.Stored);
        Add(table, "Stored before, left alone", tally.AlreadyStored);
        Add(table, "Stored before and different now, left alone", tally.Changed);
        Add(table, "Rejected", tally.Rejected);
        Add(table, "Without coordinates", tally.Unplaced);
        Add(table, "Outside the city's areas", tally.Outside);
        Add(table, "Times in the doubled hour of November, read as its first", tally.Doubled);
        Add(table, "Times in the missing hour of March, moved forward", tally.Missing);
        AnsiConsole.Write(table);
        if (tally.Rejected > 0)
        {
            Console.WriteLine($"Rejected rows, with line and reason: {rejectsPath}");
        }
    }

    private static void PrintAgencies(ImportTally tally)
    {
        var table = Plain("The city sent it to", "Rows", "We send it there too", "");
        foreach (var (agency, rows, agreeing) in tally.ByAgency)
        {
            table.AddRow(Markup.Escape(agency), Number(rows), Number(agreeing), Share(agreeing, rows));
        }

        AnsiConsole.Write(table);
    }

    private static void PrintAgreement(ImportTally tally)
    {
        var all = tally.Agreement(1);
        var last = tally.Agreement(Newest);
        var table = Plain("Our routing sends a report where the city did", "Rows", "Agreeing", "");
        table.AddRow("All rows", Number(all.Rows), Number(all.Agreeing), Share(all.Agreeing, all.Rows));
        table.AddRow("Last 30 % by creation time", Number(last.Rows), Number(last.Agreeing), Share(last.Agreeing, last.Rows));
        foreach (var (what, rows) in last.Others.Take(MostShown))
        {
            table.AddRow($"  of the rest: {Markup.Escape(what.ComplaintType)}, {Markup.Escape(what.Agency)} by the city, {what.Department} by us", Number(rows), "", Share(rows, last.Rows));
        }

        var others = last.Others.Skip(MostShown).Sum(one => one.Rows);
        if (others > 0)
        {
            table.AddRow("  of the rest: others", Number(others), "", Share(others, last.Rows));
        }

        AnsiConsole.Write(table);
    }

    private static void PrintUnlisted(ImportTally tally)
    {
        if (tally.Unlisted.Count == 0)
        {
            return;
        }

        var table = Plain("The catalogue lacks (kept in the city's words)", "Rows");
        foreach (var (words, rows) in tally.Unlisted.OrderByDescending(one => one.Value).Take(MostShown))
        {
            Add(table, Markup.Escape(words), rows);
        }

        var others = tally.Unlisted.OrderByDescending(one => one.Value).Skip(MostShown).ToList();
        if (others.Count > 0)
        {
            Add(table, $"and {Number(others.Count)} others", others.Sum(one => one.Value));
        }

        AnsiConsole.Write(table);
    }

    private static Table Plain(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Minimal);
        for (var i = 0; i < headings.Length; i++)
        {
            table.AddColumn(i == 0 ? new TableColumn(headings[i]) : new TableColumn(headings[i]).RightAligned());
        }

        return table;
    }

    private static void Add(Table table, string what, long rows) => table.AddRow(what, Number(rows));

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):N2} %");
}
