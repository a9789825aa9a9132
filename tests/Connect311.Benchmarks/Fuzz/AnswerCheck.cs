using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connect311.Api.Http;
using Connect311.Api.Triage.Streams;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Holds an answer against the document, and against what no answer may say.</summary>
internal sealed partial class AnswerCheck
{
    public const string ServerError = "answers 5xx";
    public const string Undocumented = "statuses that are not documented";
    public const string Shape = "bodies unlike their schema";
    public const string Leak = "bodies that leak insides";
    public const string Header = "headers that are missing or foreign";

    public static readonly string[] Kinds = [ServerError, Undocumented, Shape, Leak, Header];

    private const string ProblemJson = "application/problem+json";
    private const string Json = "application/json";
    private const string EventStream = "text/event-stream";
    private const int LargeBody = 100_000;

    /// <summary>What Kestrel itself says to malformed HTTP.</summary>
    private static readonly HashSet<int> OfKestrel = [400, 404, 405, 408, 413, 414, 431];

    /// <summary>And to what is not even that.</summary>
    private static readonly HashSet<int> ToOddities = [411, 417, 505];

    private readonly ApiDocument _document;
    private readonly Anomalies _anomalies;
    private readonly SchemaCheck _problem;
    private readonly Dictionary<(string Operation, int Status), SchemaCheck> _schemas;
    private int _largeBodies;

    public AnswerCheck(ApiDocument document, Anomalies anomalies)
    {
        _document = document;
        _anomalies = anomalies;
        _problem = new(document, document.Problem);
        _schemas = document.Operations
            .SelectMany(operation => operation.Answers.Select(answer => (operation.Id, answer.Key, answer.Value)))
            .ToDictionary(one => (one.Id, one.Key), one => new SchemaCheck(document, one.Value));
    }

    public void Check(HostileRequest request, WireAnswer answer, Func<string> example)
    {
        if (answer.Status >= 500 && !IsBusy(answer) && !(request.IsOdd && ToOddities.Contains(answer.Status)))
        {
            _anomalies.Add(ServerError, example());
        }
        else if (!IsDocumented(request, answer.Status))
        {
            _anomalies.Add(Undocumented, example());
        }

        if (answer.Body.Length < LargeBody && Insides().IsMatch(answer.Text))
        {
            _anomalies.Add(Leak, example());
        }

        if (HeaderFault(answer) is { } header)
        {
            _anomalies.Add(Header, $"{header}: {example()}");
        }

        if (request.Method != "HEAD" && BodyFault(request, answer) is { } body)
        {
            _anomalies.Add(Shape, $"{body}: {example()}");
        }
    }

    /// <summary>The database or the queue is busy: documented, and rare.</summary>
    public static bool IsBusy(WireAnswer answer) => answer.Status == 503;

    private bool IsDocumented(HostileRequest request, int status) =>
        OfKestrel.Contains(status)
        || (request.IsOdd && ToOddities.Contains(status))
        || (request.Operation is { } operation ? operation.Answers.ContainsKey(status) : _document.Statuses.Contains(status));

    private static string? HeaderFault(WireAnswer answer) =>
        answer.Header("X-Injected") is not null ? "a header of the sender's making"
        : answer.Header("Server") is not null ? "the server's name"
        : answer.Status == 401 && answer.Header("WWW-Authenticate") is null ? "no WWW-Authenticate"
        : answer.Status == 405 && answer.Header("Allow") is null ? "no Allow"
        : answer.Status is 429 or 503 && answer.Header("Retry-After") is null ? "no Retry-After"
        : null;

    private string? BodyFault(HostileRequest request, WireAnswer answer)
    {
        if (answer.Status is 304 or 204)
        {
            return null;
        }

        // Kestrel refuses malformed HTTP before any code of ours runs: without a body, and it hangs up.
        if (answer.Body.IsEmpty && answer.Closes && (OfKestrel.Contains(answer.Status) || request.IsOdd))
        {
            return null;
        }

        var media = answer.Header("Content-Type")?.Split(';')[0];
        if (answer.Status >= 400)
        {
            return media == ProblemJson ? ProblemFault(answer) : $"it is {media ?? "nothing"}";
        }

        if (media == EventStream)
        {
            return EventsFault(request, answer);
        }

        if (media != Json)
        {
            return $"it is {media ?? "nothing"}";
        }

        // The whole catalogue is the same each time: a few are enough.
        return answer.Body.Length > LargeBody && Interlocked.Increment(ref _largeBodies) > 20 ? null : SchemaFault(request, answer);
    }

    private string? ProblemFault(WireAnswer answer)
    {
        if (!TryParse(answer.Body.Span, out var body))
        {
            return "no JSON";
        }

        if (_problem.FaultOf(body) is { } fault)
        {
            return fault;
        }

        var code = body.GetProperty("code").GetString();
        return body.GetProperty("status").GetInt32() != answer.Status ? "another status"
            : !ProblemCode.All.Any(known => known.Code == code && known.Status == answer.Status && known.Retry == body.GetProperty("retry").GetString()) ? "an unknown code"
            : body.GetProperty("title").GetString()!.Length == 0 ? "no title"
            : null;
    }

    private string? SchemaFault(HostileRequest request, WireAnswer answer)
    {
        if (!TryParse(answer.Body.Span, out var body))
        {
            return "no JSON";
        }

        return SchemaFault(request, answer.Status, body);
    }

    /// <summary>Only some of the events of a stream carry data; each of them must be of the documented shape.</summary>
    private string? EventsFault(HostileRequest request, WireAnswer answer)
    {
        using var body = new MemoryStream(answer.Body.ToArray());
        foreach (var item in SseParser.Create(body).Enumerate())
        {
            if (!TryParse(Encoding.UTF8.GetBytes(item.Data), out var data))
            {
                return "no JSON";
            }

            if (item.EventType is not (StreamEvent.Heartbeat or StreamEvent.Reset) && SchemaFault(request, answer.Status, data) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? SchemaFault(HostileRequest request, int status, JsonElement body) =>
        request.Operation is { } operation && _schemas.TryGetValue((operation.Id, status), out var schema)
        ? schema.FaultOf(body)
        : null;

    private static bool TryParse(ReadOnlySpan<byte> text, out JsonElement body)
    {
        try
        {
            body = JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            body = default;
            return false;
        }
    }

    /// <summary>Stack traces, type names, SQL and files.</summary>
    [GeneratedRegex(@"   at |Connect311\.Api|Microsoft\.|System\.\w+Exception|SQLite Error|\.cs:line", RegexOptions.CultureInvariant)]
    private static partial Regex Insides();
}
