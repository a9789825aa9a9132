using System.Text.Encodings.Web;
using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Api.Open311.Check;

/// <summary>A report for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Readable = new(Json.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(CheckReport report) => JsonSerializer.Serialize(
        new
        {
            report.Endpoint,
            report.At,
            Formats = report.Faces.Select(face => face.Suffix()),
            report.Submitted,
            report.Calls,
            Seconds = Math.Round(report.Taken.TotalSeconds, 3),
            Conformant = report.IsConformant,
            Totals = new
            {
                Pass = report.Count(Verdict.Pass),
                Fail = report.Count(Verdict.Fail),
                Warn = report.Count(Verdict.Warn),
                Skipped = report.Count(Verdict.Skipped),
            },
            Rules = report.Findings.Select(finding => new
            {
                finding.Rule.Id,
                finding.Rule.Says,
                Required = finding.Rule.IsRequired,
                Result = finding.Verdict.Word(),
                finding.Checks,
                finding.Evidence,
            }),
        },
        Readable);
}
