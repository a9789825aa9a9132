using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>Prints what a command lists. An id, in the first column, is never broken: it is there to be copied.</summary>
internal static class ListTable
{
    /// <summary>Columns; wide enough that a program that reads the output gets one line a row.</summary>
    private const int WidthOfFiles = 1_000;

    public static Table Of(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Minimal);
        for (var i = 0; i < headings.Length; i++)
        {
            table.AddColumn(i == 0 ? new TableColumn(headings[i]).NoWrap() : new TableColumn(headings[i]));
        }

        return table;
    }

    public static void Print(Table table)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthOfFiles;
        }

        AnsiConsole.Write(table);
    }
}
