using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Connect311.Benchmarks.Crash;

namespace Connect311.Benchmarks.Day;

/// <summary>An answer with its body, which is undefined where there was none.</summary>
internal sealed record DayAnswer(HttpStatusCode Status, JsonElement Body)
{
    public bool IsOk => Status is HttpStatusCode.OK or HttpStatusCode.Created;

    /// <summary>The code of a refusal.</summary>
    public string Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString()! : Status.ToString();
}

/// <summary>Calls the server, and looks at what every answer must be.</summary>
internal sealed class DayClient(HttpClient http, DayWorld world)
{
    public const string Failed = "answers 5xx";

    /// <summary>What is said when somebody else was first: another person, the resident, or the watch over the clocks.</summary>
    private static readonly string[] Overtaken = ["version-mismatch", "claimed", "transition-not-allowed", "not-claimable", "no-dispute", "not-disputable", "dispute-limit"];

    public Task<DayAnswer> GetAsync(string path, string? token, params (string Name, string Value)[] headers) =>
        CallAsync(HttpMethod.Get, path, token, null, null, headers);

    public Task<DayAnswer> PostAsync(string path, string? token, string? body = null, int? version = null, params (string Name, string Value)[] headers) =>
        CallAsync(HttpMethod.Post, path, token, body, version, headers);

    public Task<DayAnswer> CallAsync(
        HttpMethod method, string path, string? token, string? body, int? version, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (version is { } seen)
        {
            request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{seen}\""));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request, token);
    }

    /// <summary>What must be there to be read; null, and an anomaly, where it is not.</summary>
    public async Task<JsonElement?> ReadAsync(string path, string token)
    {
        var answer = await GetAsync(path, token);
        if (answer.IsOk)
        {
            return answer.Body;
        }

        world.Anomalies.Add(LoadClient.Unexpected, $"{path}: {answer}");
        return null;
    }

    /// <summary>Changes a request, which must have another event then: of this kind, and the next one after the version seen.</summary>
    /// <returns>The request as it then is; null where somebody else was first.</returns>
    public async Task<JsonElement?> ChangeAsync(
        DayReport report, string path, string kind, string token, int version, string? body, HttpMethod? method = null)
    {
        var answer = await TimedAsync(
            world.Acting, () => CallAsync(method ?? HttpMethod.Post, $"/v1/service-requests/{report.Number}{path}", token, body, version));
        if (!answer.IsOk)
        {
            Refused(answer, $"{path} of {report.Number}");
            return null;
        }

        if (!Take(report, answer.Body).TryGetValue(version + 1, out var found) || found != kind)
        {
            world.Anomalies.Add(LoadClient.Unexpected, $"{path} of {report.Number} version {version} was answered 200, and event {version + 1} is {found ?? "none"}");
            return null;
        }

        DayWorld.Count(world.Told, kind);
        return answer.Body;
    }

    /// <summary>Notes that a call was refused, which is right where somebody else was first.</summary>
    public void Refused(DayAnswer answer, string what, params string[] alsoRight)
    {
        DayWorld.Count(world.Conflicts, answer.Code);
        if (!Overtaken.Contains(answer.Code) && !alsoRight.Contains(answer.Code))
        {
            world.Anomalies.Add(LoadClient.Unexpected, $"{what}: {(int)answer.Status} {answer.Body}");
        }
    }

    /// <summary>Notes what the server says of a request's history.</summary>
    /// <returns>The kinds of the events of this answer, by number.</returns>
    public Dictionary<int, string> Take(DayReport report, JsonElement answer)
    {
        var kinds = answer.GetProperty("history").EnumerateArray()
            .ToDictionary(line => line.GetProperty("number").GetInt32(), line => line.GetProperty("event").GetString()!);
        lock (report.Entry)
        {
            foreach (var (number, kind) in kinds)
            {
                if (report.Entry.Acknowledged.TryGetValue(number, out var known) && known != kind)
                {
                    world.Anomalies.Add(LoadClient.Unexpected, $"event {number} of {report.Number} was {known}, and is {kind}");
                }

                report.Entry.Acknowledged[number] = kind;
            }
        }

        return kinds;
    }

    public static async Task<DayAnswer> TimedAsync(CallTimes times, Func<Task<DayAnswer>> call)
    {
        var begin = Stopwatch.GetTimestamp();
        var answer = await call();
        times.Add(Stopwatch.GetElapsedTime(begin));
        return answer;
    }

    private async Task<DayAnswer> SendAsync(HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        using (request)
        {
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if ((int)response.StatusCode >= 500)
            {
                world.Anomalies.Add(Failed, $"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {text}");
            }

            return new(response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
        }
    }
}
