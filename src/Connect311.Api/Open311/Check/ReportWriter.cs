using System.Globalization;
using Spectre.Console;

namespace Connect311.Api.Open311.Check;

/// <summary>Writes a report in one of its formats.</summary>
internal static class ReportWriter
{
    public const string Table = "table";
    public const string Json = "json";
    public const string JUnit = "junit";

    /// <summary>Columns; nothing is broken in a file.</summary>
    private const int Width = 1_000;

    /// <param name="format"><c>table</c>, <c>json</c> or <c>junit</c>.</param>
    public static string Write(CheckReport report, string format) => format switch
    {
        Json => JsonReport.Of(report),
        JUnit => JUnitReport.Of(report),
        _ => $"{Text(TableReport.Of(report))}{TableReport.Totals(report)}",
    };

    private static string Text(Spectre.Console.Table table)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Width;
        console.Write(table);
        return text.ToString();
    }
}
