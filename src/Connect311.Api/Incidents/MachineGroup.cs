using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>
/// Machines' reports of one thing; or, where nothing but the report itself tells of a thing, all those of a batch that stand by
/// themselves. Pure; <see cref="MachineReports"/> writes each group as one transaction.
/// </summary>
/// <param name="Stands">What stands open there; null where the first of the reports will.</param>
/// <param name="IsAlone">Whether no two of them are of the same thing.</param>
internal sealed record MachineGroup(Lookalike? Stands, bool IsAlone, List<NewRequest> Reports)
{
    public IEnumerable<string> Machines => Reports.Select(report => report.Row.SensorKey!).Distinct();

    /// <summary>Puts each report to the nearest thing that was reported before it: among what stands, and among themselves.</summary>
    /// <param name="reports">In the order of their numbers.</param>
    public static List<MachineGroup> Of(IReadOnlyList<NewRequest> reports, IReadOnlyList<Lookalike> standing)
    {
        // All requests of one incident are one thing, reached by any of them.
        var things = new Dictionary<long, MachineGroup>();
        var candidates = standing.DistinctBy(one => one.Id).ToList();
        foreach (var same in candidates.GroupBy(one => one.IncidentId ?? -one.Id))
        {
            var group = new MachineGroup(same.First(), IsAlone: false, []);
            foreach (var one in same)
            {
                things.Add(one.Id, group);
            }
        }

        foreach (var report in reports)
        {
            if (Nearest(report, candidates) is { } same)
            {
                things[same.Id].Reports.Add(report);
                continue;
            }

            things[report.Row.Id] = new(null, IsAlone: false, [report]);
            candidates.Add(ToLookalike(report));
        }

        var all = things.Values.Distinct().Where(group => group.Reports.Count > 0).ToList();
        List<NewRequest> alone = [.. all.Where(group => group is { Stands: null, Reports.Count: 1 }).Select(group => group.Reports[0]).OrderBy(report => report.Row.Id)];
        IEnumerable<MachineGroup> first = alone.Count > 0 ? [new(null, IsAlone: true, alone)] : [];
        return [.. first, .. all.Where(group => group.Stands is not null || group.Reports.Count > 1)];
    }

    /// <summary>What is to be written; of reports that stand by themselves, a plan without a number.</summary>
    /// <param name="newVoices">How many of its machines are not in the incident yet.</param>
    public IncidentPlan ToPlan(GateRow gate, int newVoices)
    {
        var now = Reports.Max(report => report.First.At);
        if (Stands is { IncidentId: { } id, ReportCount: { } reports, ReporterCount: { } reporters })
        {
            var seen = Row(id, reports, reporters, Stands.LastReportAt!.Value) with { Version = Stands.IncidentVersion!.Value };
            var after = seen with
            {
                UpdatedAt = now,
                LastReportAt = now > Stands.LastReportAt ? now : Stands.LastReportAt.Value,
                ReportCount = reports + Reports.Count,
                ReporterCount = reporters + newVoices,
            };
            return new(id, seen, after, []) { OnlyCounts = true, Reports = [.. Reports.Select(report => Following(report, id, follows: true))] };
        }

        if (IsAlone)
        {
            return new(0, null, Row(0, 0, 0, now), []) { Gate = gate, Reports = Reports };
        }

        var begun = gate.LastId + 1;
        var with = Stands is null ? 0 : 1;
        return new(begun, null, Row(begun, Reports.Count + with, newVoices + with, now), Stands is null ? [] : [Move.Join(RowOf(Stands), begun, follows: false, Move.Program, now)])
        {
            Gate = gate,
            Reports = [.. Reports.Select((report, index) => Following(report, begun, follows: Stands is not null || index > 0))],
        };
    }

    private static Lookalike? Nearest(NewRequest report, IEnumerable<Lookalike> candidates)
    {
        var (row, same) = (report.Row, report.Machine!.Same);
        return candidates
            .Where(one => (one.ServiceType, one.Department) == (row.ServiceType, row.Department) && row.ReceivedAt - one.LastAt <= same.Window)
            .Select(one => (One: one, Metres: one.MetresFrom(row.Latitude!.Value, row.Longitude!.Value)))
            .Where(one => one.Metres <= same.Metres)
            .OrderBy(one => one.Metres)
            .ThenBy(one => one.One.Id)
            .Select(one => one.One)
            .FirstOrDefault();
    }

    private static Lookalike ToLookalike(NewRequest report) => new()
    {
        Id = report.Row.Id,
        ServiceType = report.Row.ServiceType,
        Department = report.Row.Department,
        Status = report.Row.Status,
        Latitude = report.Row.Latitude!.Value,
        Longitude = report.Row.Longitude!.Value,
        ReceivedAt = report.Row.ReceivedAt,
        UpdatedAt = report.Row.ReceivedAt,
        SensorKey = report.Row.SensorKey,
        Version = report.Row.EventCount,
        EventCount = report.Row.EventCount,
        HeadHash = report.Row.HeadHash,
    };

    /// <summary>A report in its incident from the start: its first event says so.</summary>
    private static NewRequest Following(NewRequest report, long incident, bool follows)
    {
        var data = report.Data with { Incident = incident, Follows = follows ? true : null };
        var first = EventChain.Append(report.Row.Id, 1, EventChain.Start, report.Machine!.Happened with { Data = NewEvent.Json(data) });
        return report with
        {
            First = first,
            Data = data,
            Row = report.Row with { IncidentId = incident, Follows = follows, ResemblesId = null, HeadHash = first.Hash },
        };
    }

    private IncidentRow Row(long id, int reports, int reporters, DateTimeOffset now) => new()
    {
        Id = id,
        ServiceType = Reports[0].Row.ServiceType,
        CreatedAt = now,
        UpdatedAt = now,
        LastReportAt = now,
        ReportCount = reports,
        ReporterCount = reporters,
        ChangeCount = 0,
        Version = 1,
    };

    private static StaffRow RowOf(Lookalike one) => new()
    {
        Id = one.Id,
        ServiceType = one.ServiceType,
        Visibility = Catalog.CatalogWords.Public,
        CatalogVersion = 0,
        Department = one.Department,
        RoutingRule = "",
        RuleSetVersion = 0,
        Status = one.Status,
        Outcome = one.Outcome,
        Priority = 0,
        IsDanger = false,
        Channel = "",
        ReceivedAt = one.ReceivedAt,
        DueAt = Databases.Clock.Never,
        UpdatedAt = one.UpdatedAt,
        Areas = "",
        TransferCount = 0,
        Version = one.Version,
        EventCount = one.EventCount,
        HeadHash = one.HeadHash,
    };
}
