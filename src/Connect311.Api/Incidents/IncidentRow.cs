using Connect311.Api.Staff;

namespace Connect311.Api.Incidents;

/// <summary>Reports of the same thing, as it is stored.</summary>
internal sealed record IncidentRow
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the newest of its reports came in.</summary>
    public required DateTimeOffset LastReportAt { get; init; }

    public required int ReportCount { get; init; }

    /// <summary>How many of the reports are of people or machines that can be told apart; see <see cref="Reporters"/>.</summary>
    public required int ReporterCount { get; init; }

    /// <summary>How many devices follow it, beside those that reported it; counted where it is shown, and stored nowhere.</summary>
    public int Followers { get; init; }

    /// <summary>How many people and machines it concerns, as far as they can be told apart.</summary>
    public int Voices => ReporterCount + Followers;

    /// <summary>How many times staff joined or split.</summary>
    public required int ChangeCount { get; init; }

    /// <summary>Grows with whatever staff do to it; a machine's report that joins only counts.</summary>
    public required int Version { get; init; }
}

/// <summary>A device that follows a request of an incident.</summary>
internal sealed record FollowRow
{
    public required long IncidentId { get; init; }

    public required string DeviceId { get; init; }
}

/// <summary>One way in which requests of an incident are held.</summary>
internal sealed record HolderRow
{
    public required string Department { get; init; }

    public required string Visibility { get; init; }

    /// <summary>1 where the operators see it too; else 0.</summary>
    public required int Shown { get; init; }

    public Held Held => new(Department, Visibility, Shown == 1);

    /// <summary>As the statements write it.</summary>
    public string Key => $"{Department}|{Visibility}|{Shown}";
}

/// <summary>What everybody who begins an incident passes, one after the other.</summary>
internal sealed record GateRow
{
    public required long Passed { get; init; }

    /// <summary>The last number of an incident.</summary>
    public required long LastId { get; init; }
}

/// <summary>What staff joined or split, one request of it.</summary>
internal sealed record ChangeRow
{
    public required int Number { get; init; }

    public required long RequestId { get; init; }

    /// <summary>One of <see cref="ChangeKind"/>.</summary>
    public required string Kind { get; init; }
}

internal static class ChangeKind
{
    public const string Joined = "joined";
    public const string Left = "left";
}
