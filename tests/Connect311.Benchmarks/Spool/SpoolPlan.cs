namespace Connect311.Benchmarks.Spool;

/// <summary>What a run of <c>spool</c> is to do.</summary>
/// <param name="Rate">Reports that begin in a second.</param>
/// <param name="Before">How long the database is there at first.</param>
/// <param name="Cut">How long it is away; in the middle of it a server is killed.</param>
/// <param name="After">How long new reports come after it is back.</param>
/// <param name="SqlServer">A server on which a database is made for the run; null for SQLite.</param>
internal sealed record SpoolPlan(int Rate, TimeSpan Before, TimeSpan Cut, TimeSpan After, string? SqlServer);

/// <summary>When something happened, as far as latencies are told apart.</summary>
internal enum Phase
{
    Before,
    During,
    After,
}
