using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Claims;

/// <summary>
/// The statements of claims. Like leases they read the database's clock alone: nodes need not agree about the time. Each
/// change repeats the whole predicate with version, holder and lease, and its row count decides.
/// </summary>
internal sealed partial record ClaimSql
{
    [Parameters(typeof(FindParameters))]
    public required string Find { get; init; }

    /// <summary>What nobody has in hand, in the order of the queue; waiting ones have nothing to be done now.</summary>
    [Parameters(typeof(CandidateParameters))]
    public required string Candidates { get; init; }

    /// <summary>Gives it to somebody: a claim where nobody has it in hand, an assignment whoever has.</summary>
    [Parameters(typeof(TakeParameters))]
    public required string Take { get; init; }

    /// <summary>Never shortens what the holder has.</summary>
    [Parameters(typeof(RenewParameters))]
    public required string Renew { get; init; }

    [Parameters(typeof(ReleaseParameters))]
    public required string Release { get; init; }

    /// <summary>What each person has in hand of a department's requests.</summary>
    [Parameters(typeof(WorkloadParameters))]
    public required string Workload { get; init; }

    public static ClaimSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record FindParameters(long Id, int ClockOffset);

    /// <summary>A filter that is null narrows nothing.</summary>
    internal sealed record CandidateParameters
    {
        public required string Department { get; init; }

        public string? Queue { get; init; }

        public string? ServiceType { get; init; }

        public string? AreaPattern { get; init; }

        public required bool WithConfidential { get; init; }

        public required int Take { get; init; }

        public required int ClockOffset { get; init; }
    }

    internal sealed record TakeParameters
    {
        public required long Id { get; init; }

        public required int Version { get; init; }

        public required string PreviousHash { get; init; }

        public required string HeadHash { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Department { get; init; }

        public required string Assignee { get; init; }

        public required long Token { get; init; }

        public required bool IsAssigned { get; init; }

        public required int Milliseconds { get; init; }

        public required int ClockOffset { get; init; }
    }

    internal sealed record RenewParameters(long Id, string Assignee, long Token, int Milliseconds, int ClockOffset);

    internal sealed record ReleaseParameters(
        long Id, int Version, string PreviousHash, string HeadHash, DateTimeOffset At, string Assignee, long Token);

    internal sealed record WorkloadParameters(string Department, bool WithConfidential, DateTimeOffset Now, int ClockOffset);
}
