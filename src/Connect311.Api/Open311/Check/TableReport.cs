using System.Globalization;
using Connect311.Api.Commands;
using Spectre.Console;

namespace Connect311.Api.Open311.Check;

/// <summary>A report for people: one row a rule.</summary>
internal static class TableReport
{
    /// <summary>Rules that the last line names one by one.</summary>
    private const int MostNamed = 20;

    public static Table Of(CheckReport report)
    {
        var table = ListTable.Of("Rule", "Result", "What it says", "Evidence");
        foreach (var finding in report.Findings)
        {
            table.AddRow(
                finding.Rule.Id,
                $"[{ColourOf(finding.Verdict)}]{finding.Verdict.Word()}[/]",
                Markup.Escape(finding.Rule.IsRequired ? finding.Rule.Says : $"{finding.Rule.Says} (recommended)"),
                Markup.Escape(Words(finding.Evidence, report.Endpoint.AbsoluteUri.TrimEnd('/') + "/")));
        }

        return table;
    }

    /// <summary>The last lines: what was checked, and how it came out.</summary>
    public static string Totals(CheckReport report)
    {
        var formats = string.Join(" and ", report.Faces.Select(face => face.ToString().ToUpperInvariant()));
        var counts = new[] { Verdict.Pass, Verdict.Fail, Verdict.Warn, Verdict.Skipped }.Select(verdict => $"{report.Count(verdict)} {verdict.Word()}{Which(report, verdict)}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {report.Endpoint}, in {formats}, {(report.Submitted ? "with reports posted" : "read-only")}: {report.Calls} calls in {report.Taken.TotalSeconds:0.0} s.
            {report.Findings.Count} rules: {string.Join(", ", counts)}.
            """);
    }

    /// <summary>The rules to look for in the table.</summary>
    private static string Which(CheckReport report, Verdict verdict) => verdict is Verdict.Pass or Verdict.Skipped || report.Count(verdict) is 0 or > MostNamed
        ? ""
        : $" ({string.Join(", ", report.Findings.Where(finding => finding.Verdict == verdict).Select(finding => finding.Rule.Id))})";

    /// <summary>A call and what it showed, such as <c>GET https://… → 404: errors</c>.</summary>
    /// <param name="known">The beginning of a URL that needs no saying.</param>
    public static string Words(Evidence evidence, string? known = null)
    {
        if (evidence.Method is null)
        {
            return evidence.Words;
        }

        var url = known is not null && evidence.Url!.StartsWith(known, StringComparison.Ordinal) ? evidence.Url[known.Length..] : evidence.Url;
        var status = evidence.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer";
        return $"{evidence.Method} {url} → {status}{(evidence.Words.Length == 0 ? "" : $": {evidence.Words}")}";
    }

    private static string ColourOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "green",
        Verdict.Fail => "red",
        Verdict.Warn => "yellow",
        Verdict.Skipped => "grey",
    };
}
