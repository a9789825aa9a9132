namespace Connect311.Benchmarks.State;

/// <summary>A closing as the events tell of it.</summary>
/// <param name="EventNumber">The number of its event.</param>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Department">Who had the request.</param>
/// <param name="ClosedBy">Who closed it; null once erased.</param>
/// <param name="IsDisputed">Whether the resident disputed it, once or more often.</param>
/// <param name="IsUpheld">Whether a supervisor agreed with the resident.</param>
/// <param name="IsReopened">Whether it did not hold.</param>
internal sealed record ClosingFold(long EventNumber, long At, string Department, string? ClosedBy, bool IsDisputed, bool IsUpheld, bool IsReopened);
