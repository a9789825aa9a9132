using Connect311.Api.Catalog;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Routing;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>Who revises a request, when, and why.</summary>
/// <param name="Actor">The member of staff by id, or the command line; kept erasable.</param>
/// <param name="At">Not before the request's last event.</param>
internal sealed record Revising(string Actor, DateTimeOffset At, string? Note);

/// <summary>What a transfer says of the rules.</summary>
/// <param name="Reason">A <see cref="TransferReason"/>.</param>
/// <param name="AgainstRules">Whether the rules, and not staff, had sent it where it was.</param>
internal sealed record SentOnByStaff(string Reason, bool AgainstRules);

/// <summary>How a request is sent on with its incident.</summary>
/// <param name="Follows">Whether it goes on following: another request of the incident stands in the queue that it comes to.</param>
/// <param name="Counts">Whether it counts as a transfer; of one action on an incident, what follows counts for no other.</param>
internal sealed record TransferManner(bool Follows, bool Counts)
{
    public static TransferManner ByItself { get; } = new(Follows: false, Counts: true);
}

/// <summary>
/// A request as a correction, a proposal or the rules in force leave it: the row that is to be, and the event that says so.
/// Pure; <see cref="RevisionStore"/> writes it.
/// </summary>
/// <param name="After">The row but for version, count and hash, which are the event's.</param>
internal sealed record Revision(StaffRow After, NewEvent Event)
{
    /// <summary>The clocks of the row, with when they are looked at next.</summary>
    public required RequestClocks Clocks { get; init; }

    /// <summary>What was corrected (<see cref="CorrectedMember"/>); null where nothing was.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <inheritdoc cref="CorrectedReport.Contact"/>
    public string? Contact { get; init; }

    /// <summary>How staff sent it on; null where they did not, or where another request of its incident counts for it.</summary>
    public SentOnByStaff? Transfer { get; init; }

    public bool IsSentOn => EventKind.Begins(Event.Kind);

    /// <summary>Whether it is news to others than those who hold it: to a resident who wants to hear, to a department's own system.</summary>
    public bool IsNews => RequestStatus.IsOpen(After.Status) && (Event.Kind == EventKind.Corrected || IsSentOn);

    /// <summary>A request with a correction, where it now belongs.</summary>
    /// <param name="policy">One of <see cref="ReroutePolicy"/>; null for the one in force.</param>
    public static Revision OfCorrection(DecidedRequest request, CorrectedReport report, Revising by, City now, string? policy = null)
    {
        var danger = Urgency.DangerIn(report.Said, report.Type, now.Catalog) ?? request.Decided.Danger;
        var say = Say(request, report.Said, report.Type, report.Placement, danger, now);
        var course = Course.OfCorrection(request, say, policy ?? now.Rules.Reroute);
        if (danger is not null)
        {
            course = course with { Held = course.Held with { Priority = Urgency.UrgentPriority } };
        }

        var row = CorrectedRow.Of(request, report, now) with { IsDanger = danger is not null };
        return Made(
            request,
            row,
            course,
            EventKind.Corrected,
            by,
            now,
            data => data with { Danger = danger, AreasVersion = now.AreasVersion, Changed = report.Changed }).With(report);
    }

    /// <summary>Where the rules in force would have a request that nobody corrected; null where they leave it as it is.</summary>
    /// <param name="type">Its service type in the catalogue in force.</param>
    /// <param name="withIncident">Whether it goes on following its incident, of which a request stands where it comes to.</param>
    public static Revision? OfRules(DecidedRequest request, ServiceType type, Revising by, City now, bool withIncident = false)
    {
        var (say, row) = Today(request, type, now);
        return say.IsSamePlaceAs(request.Held) ? null : Following(request, row, say, EventKind.Requeued, by, now, withIncident);
    }

    /// <summary>A report that was held back, where the rules in force would have it; with the operators, where its type is gone.</summary>
    /// <param name="type">Its service type in the catalogue in force; null where that has it no more.</param>
    public static Revision Released(DecidedRequest request, ServiceType? type, Revising by, City now)
    {
        var (say, row) = type is null ? (request.Held, request.Row) : Today(request, type, now);
        return Following(request, row, say, EventKind.Released, by, now);
    }

    /// <summary>The request where it was proposed to be; null where nothing is proposed.</summary>
    public static Revision? Accepted(DecidedRequest request, Revising by, City now) => request.Proposed is { } proposed
        ? Made(request, request.Row, Course.Following(proposed, request.Number), EventKind.Requeued, by, now)
        : null;

    /// <summary>The request where it is, with nothing proposed; null where nothing is.</summary>
    public static Revision? Dismissed(DecidedRequest request, Revising by, City now) => request.Proposed is null
        ? null
        : Made(request, request.Row, new(request.Held, null, request.RulesSay, request.DecidedAt), EventKind.ReroutingDismissed, by, now);

    /// <summary>The request where staff send it on to.</summary>
    /// <param name="mostTransfers">After how many transfers between departments the operators get it instead; null for operators themselves.</param>
    /// <param name="manner">How its incident is sent on with it; null where it goes by itself.</param>
    public static Revision Transferred(
        DecidedRequest request, Transfer transfer, Revising by, int? mostTransfers, City now, TransferManner? manner = null)
    {
        var (follows, counts) = manner ?? TransferManner.ByItself;
        var isTooOften = request.Row.TransferCount >= mostTransfers && transfer.Department != RuleSet.OperatorDepartment;
        var count = mostTransfers is null ? 0 : request.Row.TransferCount + 1;
        var held = new Routed
        {
            Department = isTooOften ? RuleSet.OperatorDepartment : transfer.Department,
            Queue = isTooOften ? null : transfer.Queue,
            Priority = request.Row.Priority,
            Rule = request.Held.Rule,
            RuleSetVersion = request.Held.RuleSetVersion,
        };
        var said = new TransferData(transfer.Reason, count, isTooOften ? transfer.Department : null) { WithIncident = counts ? null : true };
        var course = new Course(held, null, request.RulesSay, request.DecidedAt);
        var made = Made(request, request.Row with { TransferCount = count }, course, EventKind.Transferred, by, now, data => data with { Transfer = said }, follows);
        return counts ? made with { Transfer = new(transfer.Reason, !request.IsHeldByStaff) } : made;
    }

    /// <summary>Where the rules in force would have it, and what its row says of where it lies.</summary>
    private static (Routed Say, StaffRow Row) Today(DecidedRequest request, ServiceType type, City now)
    {
        var placement = request.PlacementFor(type, now);
        return (
            Say(request, request.Said, type, placement, request.Decided.Danger, now),
            request.Row with { CatalogVersion = now.Catalog.Version, Areas = AreaList.Of(placement.Areas ?? []) });
    }

    private static Revision Following(
        DecidedRequest request, StaffRow row, Routed say, string kind, Revising by, City now, bool withIncident = false) => Made(
        request,
        row,
        Course.Following(say, request.Row.EventCount + 1),
        kind,
        by,
        now,
        data => data with { AreasVersion = now.AreasVersion },
        withIncident);

    private static Routed Say(
        DecidedRequest request, Submission said, ServiceType type, Placement placement, string? danger, City now)
    {
        var say = Routed.Of(Assessment.Of(said, type, placement.Areas, (request.Row.Channel, request.Row.ReceivedAt), danger, now));
        var row = request.Row;

        // What a missed target did stays done while its department has it: the rules do not know of it.
        return row.Clocks.Marks.Has(ClockMarks.Escalated) && say.Department == row.Department
            ? say with { Priority = Math.Min(say.Priority, row.Priority), Queue = row.Queue }
            : say;
    }

    /// <param name="staying">The kind of the event, unless the rules send it on to another department.</param>
    private static Revision Made(
        DecidedRequest request, StaffRow row, Course course, string staying, Revising by, City now, Func<RevisedData, RevisedData>? more = null, bool withIncident = false)
    {
        var isSentOn = course.Held.Department != request.Row.Department;

        // That others say the same is part of what a confidential request keeps to itself.
        var leaves = row.IncidentId is not null && row.Visibility == CatalogWords.Confidential;
        var after = row with
        {
            IncidentId = leaves ? null : row.IncidentId,
            IsOpen = row.IsOpen || (row.Follows && (leaves || (isSentOn && !withIncident))),
            Department = course.Held.Department,
            Queue = course.Held.Queue,
            Priority = course.Held.Priority,
            RoutingRule = course.Held.Rule,
            RuleSetVersion = course.Held.RuleSetVersion,
            Status = isSentOn || staying == EventKind.Released ? RequestStatus.Assigned : row.Status,
            UpdatedAt = by.At,
            ProposedDepartment = course.Proposed?.Department,
            ProposedQueue = course.Proposed?.Queue,
            ProposedPriority = course.Proposed?.Priority,
            ProposedRule = course.Proposed?.Rule,
            ProposedRuleSetVersion = course.Proposed?.RuleSetVersion,
        };
        var clocks = StaffClocks.OfRevision(request.Row, after, by.At, now.Catalog);
        after = after.With(clocks);
        var data = DataOf(request, after, clocks, course);
        var details = new Dictionary<string, string> { ["actor"] = by.Actor };
        if (by.Note is { } note)
        {
            details["note"] = note;
        }

        var kind = isSentOn && staying is not (EventKind.Transferred or EventKind.Released) ? EventKind.Rerouted : staying;
        return new(after, new(kind, by.At, NewEvent.Json(more?.Invoke(data) ?? data), details)) { Clocks = clocks };
    }

    private static RevisedData DataOf(DecidedRequest request, StaffRow after, RequestClocks clocks, Course course) => new()
    {
        ServiceType = after.ServiceType,
        Channel = after.Channel,
        Status = after.Status,
        Department = after.Department,
        Queue = after.Queue,
        Priority = after.Priority,
        Rule = after.RoutingRule,
        RuleSetVersion = after.RuleSetVersion,
        CatalogVersion = after.CatalogVersion,
        DueAt = clocks.DueAt,
        Clocks = clocks with { DueAt = null },
        PossibleDepartments = course.Held.PossibleDepartments,
        NeedsAnswerTo = course.Held.NeedsAnswerTo,
        Danger = request.Decided.Danger,
        Outcome = after.Outcome,
        Visibility = after.Visibility,
        VisibilityAtIntake = request.VisibilityAtIntake,
        AreasVersion = request.AreasVersion,
        DecidedAt = course.DecidedAt,
        RulesSay = course.RulesSay,
        From = course.Held.IsSamePlaceAs(request.Held) ? null : request.Held,
        Proposed = course.Proposed,
        Incident = after.IncidentId is null ? request.Row.IncidentId : null,
        Follows = after.Follows ? true : null,
    };

    /// <summary>With the corrected values among the event's erasable details; one that is gone has none.</summary>
    private Revision With(CorrectedReport report)
    {
        var details = Event.Details.ToDictionary();
        foreach (var member in report.Changed)
        {
            var value = member switch
            {
                CorrectedMember.Location => Reception.JsonOrNull(report.Said.Location),
                CorrectedMember.Address => report.Said.Address?.Text,
                CorrectedMember.Answers => Reception.JsonOrNull(report.Said.Answers),
                _ => null,
            };
            if (value is not null)
            {
                details[member] = value;
            }
        }

        var sealedValues = report.Contact is { } contact ? new Dictionary<string, string> { ["contact"] = contact } : Event.Sealed;
        return this with { Event = Event with { Details = details, Sealed = sealedValues }, Changed = report.Changed, Contact = report.Contact };
    }
}
