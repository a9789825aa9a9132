namespace Connect311.Benchmarks.Crash;

/// <summary>The server said: send the same again later. A client does, and takes it for no fault.</summary>
internal sealed class RefusedException(string? code) : HttpRequestException($"refused: {code}");
