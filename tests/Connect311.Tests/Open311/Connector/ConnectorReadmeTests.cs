using Connect311.Api.Open311.Updates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Tests.Http;

namespace Connect311.Tests.Open311.Connector;

/// <summary>The README's tables of statuses are those of the code.</summary>
public sealed class ConnectorReadmeTests
{
    private static readonly (string Status, string? Outcome)[] Ours =
    [
        (RequestStatus.Submitted, null), (RequestStatus.Assigned, null), (RequestStatus.Acknowledged, null), (RequestStatus.InProgress, null), (RequestStatus.Waiting, null),
        .. new[] { "fixed", "duplicate", "referred-outside", "unable-to-act", "not-found", "no-access", "violation-issued" }.Select(outcome => (RequestStatus.Closed, outcome)),
        (RequestStatus.Cancelled, Cancellation.Withdrawn),
    ];

    private static string Text => File.ReadAllText(SpecFile.PathOf("../src/Connect311.Api/Open311/Connector/README.md"));

    [Fact]
    public void What_comes_in_means_what_the_table_says() =>
        Assert.Contains(string.Join('\n', ExtendedStatus.All.Select(Line)), Text, StringComparison.Ordinal);

    [Fact]
    public void What_is_ours_is_told_as_the_table_says() => Assert.Contains(
        string.Join('\n', Ours.Select(one => $"| {one.Status}{(one.Outcome is null ? "" : $", {one.Outcome}")} | `{StatusMeanings.Tell(one.Status, one.Outcome)}` |")),
        Text,
        StringComparison.Ordinal);

    private static string Line(string said) =>
        $"| `{said}` | {string.Join(" | ", RequestStatus.All.Skip(1).Select(status => Cell(StatusMeanings.Of(status, said))))} |";

    private static string Cell(Meaning meaning) => meaning.Kind switch
    {
        MeaningKind.Nothing => "-",
        MeaningKind.ForStaff => "staff",
        MeaningKind.Steps => string.Join(", ", meaning.Steps),
    };
}
