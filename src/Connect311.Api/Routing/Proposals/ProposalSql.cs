using Connect311.Api.Databases;

namespace Connect311.Api.Routing.Proposals;

/// <summary>What rules sent where, and what staff sent on from there. Confidential requests are left out, counts included.</summary>
internal sealed record ProposalSql
{
    public static ProposalSql Instance { get; } = new();

    /// <summary>
    /// Requests that a rule had sent to a department whose staff then said that it was the wrong one, by whom they sent them to
    /// and the places they are about. Those that were sent back there are left out. Of an action on
    /// an incident, what follows it has no row beside what stands in the queue; see <see cref="Triage.Rerouting.TransferManner"/>.
    /// </summary>
    [Parameters(typeof(SinceParameters))]
    public string SentOn { get; } = """
        SELECT t.ServiceType, t.FromRule, t.FromDepartment, t.ToDepartment, t.Areas, COUNT(*) AS Requests
        FROM Transfer t
        JOIN ServiceRequest r ON r.Id = t.RequestId
        WHERE t.At >= @Since
          AND t.Reason = 'wrong-department'
          AND t.FromRule IS NOT NULL
          AND r.Channel <> 'import'
          AND r.Visibility <> 'confidential'
          AND r.Department = t.ToDepartment
        GROUP BY t.ServiceType, t.FromRule, t.FromDepartment, t.ToDepartment, t.Areas;
        """;

    /// <summary>
    /// Requests for which a rule decided, by where they are now and the places they are about. The machines' reports of an incident
    /// say one thing however many they are: they count once, and not at all beside a person's that counts, as they do where it is
    /// sent on. Once is once in each range of numbers, and once in each text of areas.
    /// </summary>
    [Parameters(typeof(KeptParameters))]
    public string Kept { get; } = """
        SELECT r.Department, r.Areas,
            COUNT(DISTINCT CASE WHEN r.SensorKey IS NOT NULL AND r.IncidentId IS NOT NULL THEN -r.IncidentId ELSE r.Id END) AS Requests
        FROM ServiceRequest r
        WHERE r.Id > @After AND r.Id <= @Until
          AND r.ReceivedAt >= @Since
          AND r.ServiceType = @ServiceType
          AND r.RoutingRule = @Rule
          AND r.Channel <> 'import'
          AND r.Visibility <> 'confidential'
          AND (r.SensorKey IS NULL OR r.IncidentId IS NULL OR NOT EXISTS (
              SELECT 1
              FROM ServiceRequest p
              WHERE p.IncidentId = r.IncidentId AND p.IncidentId IS NOT NULL AND p.SensorKey IS NULL AND p.Department = r.Department
                AND p.RoutingRule = r.RoutingRule AND p.ServiceType = r.ServiceType
                AND p.ReceivedAt >= @Since AND p.Channel <> 'import'))
        GROUP BY r.Department, r.Areas;
        """;

    internal sealed record SinceParameters(DateTimeOffset Since);

    internal sealed record KeptParameters(long After, long Until, DateTimeOffset Since, string ServiceType, string Rule);
}

/// <summary>Requests that were sent on, in one set of areas.</summary>
internal sealed record SentOnRow
{
    public required string ServiceType { get; init; }

    public required string FromRule { get; init; }

    public required string FromDepartment { get; init; }

    public required string ToDepartment { get; init; }

    public required string Areas { get; init; }

    public required int Requests { get; init; }
}

/// <summary>Requests of one department, in one set of areas.</summary>
internal sealed record KeptRow
{
    public required string Department { get; init; }

    public required string Areas { get; init; }

    public required int Requests { get; init; }
}
