using Connect311.Api.Catalog;
using Connect311.Api.Open311.Updates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Tests.Catalog;

namespace Connect311.Tests.Open311.Updates;

/// <summary>Whatever status comes in whatever status of ours has one meaning, and whatever is ours can be told.</summary>
public sealed class StatusMeaningsTests
{
    private static readonly string[] Endings = ["fixed", "duplicate", "referred-outside", "unable-to-act", "not-found", "no-access", "violation-issued", "not-recorded"];

    public static TheoryData<string, string> All =>
        [.. RequestStatus.All.SelectMany(status => ExtendedStatus.All.Select(said => (status, said)))];

    [Fact]
    public void The_statuses_are_those_of_the_checklist() => Assert.Equal(
        "open, closed, fixed, in_progress, planned, action_scheduled, investigating, duplicate, not_councils_responsibility, no_further_action, internal_referral, cancelled, reopen, for_triage, unchanged",
        string.Join(", ", ExtendedStatus.All));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_status_means_one_thing_in_every_status_of_ours_and_steps_are_those_of_a_department(string status, string said)
    {
        foreach (var saysWhatFor in new[] { false, true })
        {
            var meaning = StatusMeanings.Of(status, said, saysWhatFor);
            Assert.Equal(meaning.Kind == MeaningKind.Steps, meaning.Steps.Count > 0);
            var at = status;
            foreach (var step in meaning.Steps)
            {
                Assert.Contains(step, Lifecycle.Allowed(at, Role.Department));
                at = Lifecycle.Next(step, at)!;
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_done_means_nothing_new_the_next_time(string status, string said)
    {
        foreach (var saysWhatFor in new[] { false, true })
        {
            var meaning = StatusMeanings.Of(status, said, saysWhatFor);
            var after = meaning.Steps.Aggregate(status, (at, step) => Lifecycle.Next(step, at)!);
            Assert.True(meaning.Kind != MeaningKind.Steps || StatusMeanings.Of(after, said, saysWhatFor) == Meaning.Nothing, $"{status} {said}");
        }
    }

    [Fact]
    public void Every_status_and_outcome_of_ours_is_told_by_one_of_theirs()
    {
        string?[] outcomes = [null, .. Endings, .. CityReader.Read(new CityFiles(SmallCity.Files), 1, 1).Catalog.Outcomes.Keys, Cancellation.Test, Cancellation.Spam, Cancellation.Abuse, Cancellation.Withdrawn, "of-this-city"];
        foreach (var status in RequestStatus.All)
        {
            Assert.All(outcomes, outcome => Assert.Contains(StatusMeanings.Tell(status, outcome), ExtendedStatus.All));
            Assert.All(outcomes, outcome => Assert.Equal(
                RequestStatus.IsOpen(status),
                StatusMeanings.Tell(status, outcome) is ExtendedStatus.Open or ExtendedStatus.ForTriage or ExtendedStatus.Investigating or ExtendedStatus.InProgress or ExtendedStatus.ActionScheduled));
        }
    }

    /// <summary>Of two systems like ours, the one that reads what the other tells gets to the same status.</summary>
    [Theory]
    [InlineData(RequestStatus.Assigned)]
    [InlineData(RequestStatus.Acknowledged)]
    [InlineData(RequestStatus.InProgress)]
    [InlineData(RequestStatus.Waiting)]
    [InlineData(RequestStatus.Closed)]
    public void What_we_tell_leads_whoever_reads_it_to_the_same_status(string status)
    {
        var told = StatusMeanings.Tell(status, "fixed");
        var read = StatusMeanings.Of(RequestStatus.Assigned, told, saysWhatFor: true).Steps.Aggregate(RequestStatus.Assigned, (at, step) => Lifecycle.Next(step, at)!);
        Assert.Equal(status, read);
    }

    [Theory]
    [InlineData("IN_PROGRESS", ExtendedStatus.InProgress)]
    [InlineData(" in progress ", ExtendedStatus.InProgress)]
    [InlineData("Not-Councils-Responsibility", ExtendedStatus.NotCouncilsResponsibility)]
    [InlineData("done", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_status_is_read_however_it_is_written(string? written, string? read) => Assert.Equal(read, ExtendedStatus.Read(written));
}
