using System.Globalization;
using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

/// <summary>A request of the small server.</summary>
internal sealed record TestRequest(string Id, string Service, bool IsOpen, DateTimeOffset At, string? Latitude, string? Longitude, string? Address, string? Description);

/// <summary>
/// A server that keeps GeoReport v2 to the letter, and knows no more than that: four services, of which one has attributes, and some
/// requests of the last 250 days. A deviation stands between it and its callers.
/// </summary>
/// <param name="now">What it takes the time for.</param>
internal sealed class RightServer(DateTimeOffset now)
{
    public const string Key = "right-key";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Window = TimeSpan.FromDays(90);

    private readonly List<string> _tokens = [];

    public RightServer()
        : this(Now)
    {
    }

    /// <summary>Newest first.</summary>
    public List<TestRequest> Requests { get; } =
    [
        Request(now, "r1", "pothole", true, 1), Request(now, "r2", "graffiti", false, 5), Request(now, "r3", "pothole", true, 40), Request(now, "r4", "noise", false, 80),
        Request(now, "r5", "pothole", false, 120), Request(now, "r6", "graffiti", true, 150), Request(now, "r7", "pothole", false, 250),
    ];

    /// <summary>How many a list has at most.</summary>
    public int Most { get; set; } = 1_000;

    /// <summary>The base URL, which discovery tells.</summary>
    public Uri Endpoint { get; set; } = new("http://localhost/v2");

    public TestReply Answer(TestCall call)
    {
        if (call.Suffix is not ("xml" or "json" or ""))
        {
            return TestReply.Error(400, $"There is no format {call.Suffix}.");
        }

        var parts = call.Path.Split('/');
        return (call.Method, parts[0], parts.Length) switch
        {
            ("GET", "discovery", 1) => new(200, RightTrees.Discovery(Endpoint)),
            ("GET", "services", 1) => new(200, RightTrees.Services()),
            ("GET", "services", 2) => RightTrees.Definition(parts[1]) is { } tree ? new(200, tree) : TestReply.Error(404, "There is no such service."),
            ("GET", "requests", 1) => List(call),
            ("GET", "requests", 2) => Requests.Find(request => request.Id == parts[1]) is { } found ? Listed([found]) : TestReply.Error(404, "There is no such request."),
            ("GET", "tokens", 2) => RightPosting.Token(_tokens, parts[1]),
            ("POST", "requests", 1) => RightPosting.Take(call, now, Requests, _tokens),
            (_, "discovery" or "services" or "requests", 1) => TestReply.Error(400, "This path does not take that method."),
            _ => TestReply.Error(404, "There is nothing here."),
        };
    }

    public static TestReply Listed(IEnumerable<TestRequest> requests) => new(200, new XElement("service_requests", requests.Select(RightTrees.Of)));

    private TestReply List(TestCall call)
    {
        if (call["service_request_id"] is { } ids)
        {
            return Listed(Requests.Where(request => ids.Split(',').Contains(request.Id)));
        }

        var statuses = (call["status"] ?? "open,closed").Split(',');
        if (statuses.Except(["open", "closed"]).Any())
        {
            return TestReply.Error(400, "status is open or closed.");
        }

        if (!TryRead(call["start_date"], out var start) || !TryRead(call["end_date"], out var end))
        {
            return TestReply.Error(400, "A date is written 1994-11-05T08:15:30-05:00.");
        }

        var to = end ?? (start + Window) ?? now;
        var from = start ?? to - Window;
        return from > to || to - from > Window
            ? TestReply.Error(400, "A span ends behind its start, and has at most 90 days.")
            : Listed(Requests.Where(request => request.At >= from && request.At <= to && statuses.Contains(request.IsOpen ? "open" : "closed")
                && call["service_code"]?.Split(',').Contains(request.Service) != false).Take(Most));
    }

    private static bool TryRead(string? text, out DateTimeOffset? time)
    {
        time = text is not null && DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ssZ"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) ? read : null;
        return text is null || time is not null;
    }

    private static TestRequest Request(DateTimeOffset now, string id, string service, bool isOpen, int daysAgo) =>
        new(id, service, isOpen, now.AddDays(-daysAgo), "40.5", "-73.25", $"{daysAgo} Main Street, Springfield", id == "r2" ? null : $"Report {id}");
}
