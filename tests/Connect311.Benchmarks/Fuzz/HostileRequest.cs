namespace Connect311.Benchmarks.Fuzz;

/// <summary>A request as bytes, and what its sender may expect.</summary>
/// <param name="Index">Its place in the run: with the run's seed it is made again.</param>
/// <param name="Method">Its method; HEAD has no body in its answer.</param>
/// <param name="Bytes">What is written to the socket.</param>
/// <param name="Operation">The operation that it goes to; null where path or method are hostile.</param>
/// <param name="IsOdd">Not even HTTP: a bare refusal or a closed connection will do.</param>
/// <param name="IsReset">The connection is torn down behind it, and no answer is waited for.</param>
internal sealed record HostileRequest(
    long Index, string Method, byte[] Bytes, ApiOperation? Operation, bool IsOdd = false, bool IsReset = false);
