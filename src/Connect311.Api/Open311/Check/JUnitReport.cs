using System.Globalization;
using System.Xml.Linq;

namespace Connect311.Api.Open311.Check;

/// <summary>A report for build servers, in JUnit's XML: a rule is a test case, and a chapter its class.</summary>
internal static class JUnitReport
{
    public static string Of(CheckReport report) => new XDocument(
        new XDeclaration("1.0", "UTF-8", null),
        new XElement("testsuites", new XElement(
            "testsuite",
            new XAttribute("name", $"open311 check {report.Endpoint}"),
            new XAttribute("tests", report.Findings.Count),
            new XAttribute("failures", report.Count(Verdict.Fail)),
            new XAttribute("errors", 0),
            new XAttribute("skipped", report.Count(Verdict.Skipped)),
            new XAttribute("time", report.Taken.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
            new XAttribute("timestamp", report.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)),
            report.Findings.Select(Case)))) is var document ? $"{document.Declaration}\n{document}" : "";

    private static XElement Case(Finding finding) => new(
        "testcase",
        new XAttribute("classname", $"open311.{finding.Rule.Chapter}"),
        new XAttribute("name", $"{finding.Rule.Id} {finding.Rule.Says}"),
        new XAttribute("time", "0"),
        finding.Verdict switch
        {
            Verdict.Fail => new XElement("failure", new XAttribute("message", finding.Evidence.Words), new XAttribute("type", finding.Rule.Id), TableReport.Words(finding.Evidence)),
            Verdict.Skipped => new XElement("skipped", new XAttribute("message", finding.Evidence.Words)),
            Verdict.Warn => new XElement("system-out", $"Recommended, and not so: {TableReport.Words(finding.Evidence)}"),
            Verdict.Pass => new XElement("system-out", TableReport.Words(finding.Evidence)),
        });
}
