using System.Globalization;
using Connect311.Api.Http;
using Connect311.Api.Routing.RuleSets;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary>What the checks found in a rule set, for the person at the keyboard.</summary>
internal static class RoutingReport
{
    /// <summary>Characters of a document whose check may take seconds.</summary>
    private const int Long = 200_000;

    /// <summary>Checks a text against the city in force; on a terminal it says that it is at work.</summary>
    /// <param name="services">The program's.</param>
    /// <param name="text">A rule set; null for one that is lost.</param>
    public static CheckedRuleSet Check(IServiceProvider services, string? text)
    {
        var publishing = services.GetRequiredService<RuleSetPublishing>();
        return text?.Length > Long && AnsiConsole.Profile.Out.IsTerminal && !Console.IsOutputRedirected
            ? AnsiConsole.Status().Start("Checking every rule against every other", _ => publishing.Check(text))
            : publishing.Check(text);
    }

    /// <summary>Prints a table of what was found; nothing where nothing was.</summary>
    public static void Print(CheckedRuleSet found)
    {
        if (found.Findings.Count == 0)
        {
            return;
        }

        var table = ListTable.Of("Severity", "Line", "Rule", "What");
        foreach (var finding in found.Findings)
        {
            table.AddRow(
                FindingView.SeverityOf(finding),
                finding.Line.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(finding.Rule ?? ""),
                Markup.Escape(Sentence(finding.Fault)));
        }

        ListTable.Print(table);
    }

    /// <summary>A fault with its place, such as <c>/rules/0/id is there twice</c>.</summary>
    public static string Sentence(Fault fault) =>
        $"{(fault.Field.Length == 0 ? "the document" : fault.Field)} {Texts.Message(fault, Texts.DefaultLanguage)}";

    /// <summary>How much was found, such as <c>1 error, 2 warnings</c>.</summary>
    public static string Count(CheckedRuleSet found)
    {
        var errors = found.Findings.Count(finding => finding.IsError);
        return $"{Counted(errors, "error")}, {Counted(found.Findings.Count - errors, "warning")}";
    }

    private static string Counted(int count, string what) => string.Create(
        CultureInfo.InvariantCulture, $"{(count == 0 ? "no" : count)} {what}{(count == 1 ? "" : "s")}");
}
