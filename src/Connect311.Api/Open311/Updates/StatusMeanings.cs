using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Api.Open311.Updates;

/// <summary>What a status of a department's system means for a request of ours.</summary>
/// <param name="Kind">What becomes of the request.</param>
/// <param name="Steps">The actions of the <see cref="Lifecycle"/> that make it so, in their order; empty for all but <see cref="MeaningKind.Steps"/>.</param>
internal sealed record Meaning(MeaningKind Kind, IReadOnlyList<string> Steps)
{
    /// <summary>It says nothing new; words that come with it are noted.</summary>
    public static Meaning Nothing { get; } = new(MeaningKind.Nothing, []);

    /// <summary>What it asks for is for staff to decide: it is noted for them.</summary>
    public static Meaning ForStaff { get; } = new(MeaningKind.ForStaff, []);

    public static Meaning Of(params string[] steps) => new(MeaningKind.Steps, steps);
}

internal enum MeaningKind
{
    Nothing,
    ForStaff,
    Steps,
}

/// <summary>
/// The one table between the statuses of updates and ours, both ways. Total: a test asks it for every status that can come in
/// every status of ours, and for every status and outcome of ours.
/// </summary>
internal static class StatusMeanings
{
    private static readonly Meaning Acknowledge = Meaning.Of(Lifecycle.Acknowledge);
    private static readonly Meaning Start = Meaning.Of(Lifecycle.Start);
    private static readonly Meaning Resume = Meaning.Of(Lifecycle.Resume);
    private static readonly Meaning Close = Meaning.Of(Lifecycle.Close);

    /// <summary>
    /// What each status means in assigned, acknowledged, in-progress, waiting, closed and cancelled, in that order. What is held back
    /// (submitted) is in no department's hands.
    /// </summary>
    private static readonly Dictionary<string, Meaning[]> InHand = new()
    {
        [ExtendedStatus.Open] = [Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.ForTriage] = [Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.Investigating] = [Acknowledge, Meaning.Nothing, Meaning.Nothing, Resume, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.Planned] = [Acknowledge, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.ActionScheduled] = [Acknowledge, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.InProgress] = [Start, Start, Meaning.Nothing, Resume, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.Fixed] = [Close, Close, Close, Close, Meaning.Nothing, Meaning.ForStaff],
        [ExtendedStatus.Closed] = [Close, Close, Close, Close, Meaning.Nothing, Meaning.Nothing],
        [ExtendedStatus.NoFurtherAction] = [Close, Close, Close, Close, Meaning.Nothing, Meaning.Nothing],
        [ExtendedStatus.Duplicate] = [Close, Close, Close, Close, Meaning.Nothing, Meaning.Nothing],
        [ExtendedStatus.NotCouncilsResponsibility] = [Close, Close, Close, Close, Meaning.Nothing, Meaning.Nothing],
        [ExtendedStatus.Cancelled] = [Meaning.ForStaff, Meaning.ForStaff, Meaning.ForStaff, Meaning.ForStaff, Meaning.Nothing, Meaning.Nothing],
        [ExtendedStatus.InternalReferral] =
            [Meaning.ForStaff, Meaning.ForStaff, Meaning.ForStaff, Meaning.ForStaff, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.Reopen] = [Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.ForStaff, Meaning.ForStaff],
        [ExtendedStatus.Unchanged] = [Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing, Meaning.Nothing],
    };

    /// <summary>The outcome that a status names by itself; the others need a code of the system's, or a setting.</summary>
    private static readonly Dictionary<string, string> Outcomes = new()
    {
        [ExtendedStatus.Fixed] = "fixed",
        [ExtendedStatus.Duplicate] = "duplicate",
    };

    /// <summary>How outcomes of ours are told; all others are <c>closed</c>.</summary>
    private static readonly Dictionary<string, string> Told = new()
    {
        ["fixed"] = ExtendedStatus.Fixed,
        ["duplicate"] = ExtendedStatus.Duplicate,
        ["referred-outside"] = ExtendedStatus.NotCouncilsResponsibility,
        ["unable-to-act"] = ExtendedStatus.NoFurtherAction,
        ["not-found"] = ExtendedStatus.NoFurtherAction,
        ["no-access"] = ExtendedStatus.NoFurtherAction,
    };

    /// <summary>What a status that came in means for a request.</summary>
    /// <param name="status">A status of ours.</param>
    /// <param name="said">One of <see cref="ExtendedStatus.All"/>.</param>
    /// <param name="saysWhatFor">Whether it says too what the work waits for (<see cref="WaitingFor"/>), as systems like ours do with <c>action_scheduled</c>.</param>
    public static Meaning Of(string status, string said, bool saysWhatFor = false)
    {
        var column = Array.IndexOf(RequestStatus.All, status) - 1;
        return column < 0 ? Meaning.ForStaff
            : said == ExtendedStatus.ActionScheduled && saysWhatFor ? WaitIn(status, InHand[said][column])
            : InHand[said][column];
    }

    /// <summary>The outcome that a status names by itself, or null.</summary>
    public static string? OutcomeOf(string said) => Outcomes.GetValueOrDefault(said);

    /// <summary>How a status of ours is told.</summary>
    /// <param name="outcome">How it ended, or null.</param>
    public static string Tell(string status, string? outcome) => status switch
    {
        RequestStatus.Submitted => ExtendedStatus.ForTriage,
        RequestStatus.Assigned => ExtendedStatus.Open,
        RequestStatus.Acknowledged => ExtendedStatus.Investigating,
        RequestStatus.InProgress => ExtendedStatus.InProgress,
        RequestStatus.Waiting => ExtendedStatus.ActionScheduled,
        RequestStatus.Cancelled => ExtendedStatus.Cancelled,
        _ => outcome is null ? ExtendedStatus.Closed : Told.GetValueOrDefault(outcome, ExtendedStatus.Closed),
    };

    private static Meaning WaitIn(string status, Meaning otherwise) => status switch
    {
        RequestStatus.Assigned => Meaning.Of(Lifecycle.Acknowledge, Lifecycle.Wait),
        RequestStatus.Acknowledged or RequestStatus.InProgress => Meaning.Of(Lifecycle.Wait),
        _ => otherwise,
    };
}
