using System.Globalization;
using Connect311.Api.Routing.Backtests;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>Prints what a backtest found.</summary>
internal static class BacktestReport
{
    private const int MostShown = 20;

    /// <summary>What a file gets that has no width of its own; a terminal keeps its own.</summary>
    private const int WidthOfFile = 140;

    public static void Print(BacktestResult result)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthOfFile;
        }

        PrintCounts(result);
        PrintMoves([.. result.Moves.Where(move => move.From != move.To)]);
        PrintTypes([.. result.ServiceTypes.Where(type => type.Moved + type.ChangedWithin > 0)]);
        PrintQueues([.. result.Queues.Where(queue => queue.Difference != 0)]);
        PrintExamples(result);
    }

    private static void PrintCounts(BacktestResult result)
    {
        var table = Plain("Stored requests, confidential ones left out", "Requests", "");
        void Add(string what, long requests) => table.AddRow(what, Number(requests), Share(requests, result.Compared));
        Add("Compared", result.Compared);
        Add("Would go to another department", result.Moved);
        Add("Would change queue, priority or rule alone", result.ChangedWithin);
        foreach (var (why, requests) in new[]
        {
            ("Not known: words erased", result.NotKnown.Erased),
            ("Not known: rules of then no longer stored", result.NotKnown.RulesGone),
            ("Not known: service type no longer there", result.NotKnown.ServiceTypeGone),
        })
        {
            if (requests > 0)
            {
                table.AddRow(why, Number(requests), "");
            }
        }

        AnsiConsole.Write(table);
    }

    private static void PrintMoves(IReadOnlyList<DepartmentMove> moves) =>
        Print(Plain("From department", "to", "Requests"), moves, move => [move.From.Name, move.To.Name, Number(move.Requests)]);

    private static void PrintTypes(IReadOnlyList<MovedType> types) => Print(
        Plain("Service type", "Requests", "Move", "", "Change within"),
        types,
        type => [type.ServiceType.Name, Number(type.Requests), Number(type.Moved), Share(type.Moved, type.Requests), Number(type.ChangedWithin)]);

    private static void PrintQueues(IReadOnlyList<QueueLoad> queues) => Print(
        Plain("Queue", "Before", "After", "Difference"),
        queues,
        queue =>
        [
            queue.Queue is null ? queue.Department.Name : $"{queue.Department.Name}, {queue.Queue}",
            Number(queue.Before),
            Number(queue.After),
            queue.Difference.ToString("+#,0;-#,0", CultureInfo.InvariantCulture),
        ]);

    private static void PrintExamples(BacktestResult result) => Print(
        Plain("For example", "Service type", "From", "to"),
        [.. result.Moves.SelectMany(move => move.Examples.Select(example => (Move: move, Example: example)))],
        one =>
        [
            one.Example.TrackingNumber,
            one.Example.ServiceType.Name,
            string.Create(CultureInfo.InvariantCulture, $"{one.Move.From.Code} by {one.Example.FromRule} (version {one.Example.FromVersion})"),
            $"{one.Move.To.Code} by {one.Example.ToRule}",
        ],
        int.MaxValue);

    /// <summary>Prints a table unless it is empty; the last line says how many more there are.</summary>
    private static void Print<T>(Table table, IReadOnlyList<T> rows, Func<T, string[]> cells, int most = MostShown)
    {
        if (rows.Count == 0)
        {
            return;
        }

        foreach (var row in rows.Take(most))
        {
            table.AddRow([.. cells(row).Select(Markup.Escape)]);
        }

        if (rows.Count > most)
        {
            table.AddRow($"and {Number(rows.Count - most)} more; see --json");
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Headings that hold numbers stand right; words left.</summary>
    private static Table Plain(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Minimal);
        foreach (var heading in headings)
        {
            var column = new TableColumn(heading);
            table.AddColumn(heading is "Requests" or "Move" or "" or "Change within" or "Before" or "After" or "Difference" ? column.RightAligned() : column);
        }

        return table;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):N2} %");
}
