namespace Connect311.Benchmarks.Load;

/// <summary>Lua for wrk. It makes every request by putting two texts together: the load must cost less than the server.</summary>
internal static class WrkScript
{
    public const string SummaryMark = "measured ";

    /// <summary>Prints one line that a program can read; what wrk prints of itself is rounded.</summary>
    public const string Summary = $$"""
        function done(summary, latency, requests)
          local e = summary.errors
          io.write(string.format(
            "{{SummaryMark}}requests=%d duration=%d refused=%d errors=%d p50=%d p99=%d cpu=%f\n",
            summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout,
            latency:percentile(50), latency:percentile(99), os.clock()))
        end
        """;

    /// <summary>POSTs the bodies of a file over and over, each with a key of its own.</summary>
    /// <param name="path">The path to post to.</param>
    /// <param name="bodies">The file, one body a line.</param>
    /// <param name="keys">What every <c>Idempotency-Key</c> begins with; a running number follows.</param>
    public static string Post(string path, string bodies, string keys) => $$"""
        local head = "POST {{path}} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: demo-app\r\nContent-Type: application/json\r\nIdempotency-Key: {{keys}}"
        local tails = {}
        for body in io.lines("{{bodies}}") do
          tails[#tails + 1] = "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
        end
        local n = 0
        function request()
          n = n + 1
          return head .. n .. tails[(n - 1) % #tails + 1]
        end
        {{Summary}}
        """;

    /// <summary>GETs one thing after another.</summary>
    /// <param name="path">The path but for its end.</param>
    /// <param name="ends">The file with the ends, one a line.</param>
    public static string Get(string path, string ends) => $$"""
        local head = "GET {{path}}"
        local ends = {}
        for line in io.lines("{{ends}}") do
          ends[#ends + 1] = line .. " HTTP/1.1\r\nHost: localhost\r\n\r\n"
        end
        local n = 0
        function request()
          n = n + 1
          return head .. ends[(n - 1) % #ends + 1]
        end
        {{Summary}}
        """;
}
