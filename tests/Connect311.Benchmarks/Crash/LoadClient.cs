using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage;

namespace Connect311.Benchmarks.Crash;

/// <summary>A phone and a desk in one, which keeps a ledger of every answer and repeats what was not answered.</summary>
internal sealed partial class LoadClient(int number, int seed, Anomalies anomalies)
{
    public const string Unexpected = "answers that cannot be";

    private readonly Random _random = new(seed);
    private readonly List<LedgerEntry> _ledger = [];
    private readonly Queue<LedgerEntry> _uncertain = new();

    public IReadOnlyList<LedgerEntry> Ledger => _ledger;

    public Actions Done { get; } = new();

    /// <summary>Acts until the server is gone, and tells of an answer that was lost before that. What is refused it sends again.</summary>
    /// <param name="client">Of one life of the server.</param>
    /// <param name="ending">Set before the server is killed.</param>
    public async Task RunAsync(HttpClient client, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            var entry = Choose(out var action);
            try
            {
                await action(client, entry);
                entry.IsUncertain = false;
                Done.Answered++;
            }
            catch (Exception lost) when (IsLost(lost))
            {
                entry.IsUncertain = true;
                _uncertain.Enqueue(entry);
                Done.Lost++;
                if (!ending.IsCancellationRequested && lost is not RefusedException)
                {
                    anomalies.Add(Unexpected, $"no answer, and the server was not killed: {lost.Message}");
                    return;
                }
            }
        }
    }

    /// <summary>An answer that did not come, whole or at all. A socket that is gone as it is opened is told of as it is.</summary>
    private static bool IsLost(Exception lost) => lost is HttpRequestException or IOException or SocketException or OperationCanceledException or JsonException;

    /// <summary>Asks again for everything that was never answered.</summary>
    public async Task SettleAsync(HttpClient client)
    {
        while (_uncertain.TryPeek(out var entry))
        {
            await AgainAsync(client, entry);
            entry.IsUncertain = false;
            _uncertain.Dequeue();
        }
    }

    private LedgerEntry Choose(out Func<HttpClient, LedgerEntry, Task> action)
    {
        if (_uncertain.Count > 0 && _random.Next(3) > 0)
        {
            action = AgainAsync;
            return _uncertain.Dequeue();
        }

        var dice = _random.Next(100);
        var known = _ledger.Count == 0 ? null : _ledger[Math.Max(0, _ledger.Count - 1 - _random.Next(40))];
        if (known?.Number is null || known.IsUncertain || dice < 45)
        {
            action = dice % 10 == 0 ? SubmitTwiceAsync : SubmitAsync;
            return NewEntry();
        }

        action = dice switch
        {
            < 55 when known.Key is not null => SubmitAsync,
            < 58 when known is { Key: not null, IsForgotten: false } => ReuseKeyAsync,
            < 60 => LookUpAsync,
            < 61 => HoldAsync,
            < 64 => ClaimNextAsync,
            < 67 => JoinAsync,
            < 68 => HoldRecordAsync,
            < 84 when known.Status == RequestStatus.Closed => DisputeAsync,
            < 92 when known.IsClosed => LookUpAsync,
            < 70 => ClaimAtOnceAsync,
            < 72 => BulkAsync,
            < 75 => CorrectAsync,
            < 76 => ForgetAsync,
            < 79 => WithdrawAsync,
            _ => StepAsync,
        };
        return known;
    }

    private LedgerEntry NewEntry()
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"report {number}-{_ledger.Count}");
        var entry = new LedgerEntry(
            mark, _random.Next(20) == 0 ? null : $"key-{number}-{_ledger.Count}", Reports.Body(_random, mark));
        _ledger.Add(entry);
        return entry;
    }

    private Task AgainAsync(HttpClient client, LedgerEntry entry) =>
        entry.Number is not null ? LearnAsync(client, entry)
        : entry.Key is not null ? SubmitAsync(client, entry)
        : Task.CompletedTask;

    private async Task SubmitAsync(HttpClient client, LedgerEntry entry) =>
        await TakeReceiptAsync(await PostAsync(client, entry, entry.Body), entry);

    /// <summary>A phone that is impatient sends the same twice at once.</summary>
    private async Task SubmitTwiceAsync(HttpClient client, LedgerEntry entry)
    {
        if (entry.Key is null)
        {
            await SubmitAsync(client, entry);
            return;
        }

        var both = await Task.WhenAll(PostAsync(client, entry, entry.Body), PostAsync(client, entry, entry.Body));
        await TakeReceiptAsync(both[0], entry);
        await TakeReceiptAsync(both[1], entry);
    }

    private async Task ReuseKeyAsync(HttpClient client, LedgerEntry entry)
    {
        using var response = await PostAsync(client, entry, Reports.Body(_random, "another report"));
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Expect(
            response.StatusCode == HttpStatusCode.UnprocessableEntity && problem.GetProperty("trackingNumber").GetString() == entry.Number.ToString(),
            $"{entry.Key} with another report: {response.StatusCode} {problem}");
        Done.Replayed++;
    }

    private async Task TakeReceiptAsync(HttpResponseMessage answer, LedgerEntry entry)
    {
        using var response = answer;
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!Expect(response.StatusCode == HttpStatusCode.Created, $"{entry.Mark}: {response.StatusCode} {body}"))
        {
            return;
        }

        var text = body.GetProperty("trackingNumber").GetString()!;
        TrackingNumber.Read(text, out var stored);
        Expect(entry.Number is null || entry.Number == stored, $"{entry.Mark} was {entry.Number} and is {text}");
        Done.Replayed += response.Headers.Contains("Idempotency-Replayed") ? 1 : 0;
        Done.Submitted += entry.Number is null ? 1 : 0;
        if (entry.Number is null)
        {
            // A report that is held back waits for an operator.
            entry.Status = body.GetProperty("status").GetString()!;
        }

        entry.Number = stored;

        // A replay names the department of then.
        entry.Department ??= body.GetProperty("department").GetProperty("code").GetString();
        entry.ReporterKey = body.GetProperty("reporterKey").GetString();
        entry.Version = Math.Max(entry.Version, 1);
        entry.Acknowledged[1] = EventKind.Submitted;
    }

    private async Task LookUpAsync(HttpClient client, LedgerEntry entry)
    {
        using var response = await client.GetAsync($"/v1/public/service-requests/{entry.Number}");
        var body = await response.Content.ReadAsStringAsync();
        Expect(response.StatusCode == HttpStatusCode.OK, $"a look at {entry.Number}: {response.StatusCode} {body}");
        Done.Read++;
    }

    /// <summary>One of the steps that the lifecycle allows.</summary>
    private async Task StepAsync(HttpClient client, LedgerEntry entry)
    {
        // Only what is disputed can be decided.
        string[] decisions = entry.IsDisputed ? [] : [Lifecycle.UpholdDispute, Lifecycle.RejectDispute];
        var allowed = Lifecycle.Allowed(entry.Status, Role.Operator).Except(decisions).ToList();
        var action = allowed[_random.Next(allowed.Count)];

        // Once it is sent, an outcome that was acknowledged may be gone, whether the answer comes or not.
        entry.Outcome = null;
        var seen = entry.Version;
        if (await ActAsync(client, entry, Reports.PathOf(action), Reports.Step(action, entry.Department, _random)) is not null)
        {
            entry.Acknowledged[seen + 1] = Lifecycle.Of(action).Event;
            entry.Outcome = Reports.OutcomeOf(action);
            Done.Count(action);
        }
    }

    /// <summary>Another type, another place, or what is there already: it may go to another department.</summary>
    private async Task CorrectAsync(HttpClient client, LedgerEntry entry)
    {
        if (await ActAsync(client, HttpMethod.Patch, entry, "", Reports.Correction(_random)) is not null)
        {
            Done.Corrected++;
        }
    }

    /// <returns>The version that the answer showed, or null where it was none.</returns>
    private Task<int?> ActAsync(HttpClient client, LedgerEntry entry, string action, string? body) =>
        ActAsync(client, HttpMethod.Post, entry, $"/{action}", body);

    private async Task<int?> ActAsync(HttpClient client, HttpMethod method, LedgerEntry entry, string action, string? body)
    {
        var request = ForStaff(method, entry, action);
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{entry.Version}\"");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (response.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            await LearnOfHandsAsync(client, entry);
            return null;
        }

        return Expect(response.StatusCode == HttpStatusCode.OK, $"{method} {action} {entry.Number} version {entry.Version}: {response.StatusCode} {answer}")
            ? TakeVersion(answer, entry)
            : null;
    }

    /// <summary>After a change without an answer: what is there now is the answer, and must stay.</summary>
    private async Task LearnAsync(HttpClient client, LedgerEntry entry)
    {
        using var response = await client.SendAsync(ForStaff(HttpMethod.Get, entry, ""));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!Expect(response.StatusCode == HttpStatusCode.OK, $"{entry.Number} after a crash: {response.StatusCode} {answer}"))
        {
            return;
        }

        TakeVersion(answer, entry);
        Done.Read++;
    }

    private int TakeVersion(JsonElement answer, LedgerEntry entry)
    {
        var version = answer.GetProperty("version").GetInt32();
        Expect(version >= entry.Version, $"{entry.Number} went back from version {entry.Version} to {version}");
        entry.Version = version;
        entry.Status = answer.GetProperty("status").GetString()!;
        entry.IsDisputed = answer.GetProperty("disputedAt").ValueKind == JsonValueKind.String;
        entry.Department = answer.GetProperty("department").GetProperty("code").GetString();
        foreach (var line in answer.GetProperty("history").EnumerateArray())
        {
            entry.Acknowledged[line.GetProperty("number").GetInt32()] = line.GetProperty("event").GetString()!;
        }

        return version;
    }

    /// <summary>An operator, since a correction whose answer was lost may have sent the request on.</summary>
    private static HttpRequestMessage ForStaff(HttpMethod method, LedgerEntry entry, string action)
    {
        var request = new HttpRequestMessage(method, $"/v1/service-requests/{entry.Number}{action}");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer demo-operator");
        return request;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, LedgerEntry entry, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/service-requests")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("X-Api-Key", "demo-app");
        if (entry.Key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", entry.Key);
        }

        return client.SendAsync(request);
    }

    private bool Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            anomalies.Add(Unexpected, otherwise);
        }

        return holds;
    }
}

/// <summary>How many actions of each kind were answered, and how many were not.</summary>
internal sealed class Actions
{
    /// <summary>All together; read by others while it grows.</summary>
    public long Answered { get; set; }

    public long Submitted { get; set; }

    public long Replayed { get; set; }

    public long Claimed { get; set; }

    public long Corrected { get; set; }

    /// <summary>Incidents that were begun.</summary>
    public long Joined { get; set; }

    public long ActedOnIncidents { get; set; }

    /// <summary>Calls to hold a sender's reports back.</summary>
    public long Held { get; set; }

    /// <summary>Calls for many reports at once.</summary>
    public long Bulked { get; set; }

    /// <summary>Residents who asked to be forgotten.</summary>
    public long Forgotten { get; set; }

    /// <summary>Legal holds that were placed or ended.</summary>
    public long RecordsHeld { get; set; }

    /// <summary>By action of the lifecycle.</summary>
    public Dictionary<string, long> Steps { get; } = [];

    public long Read { get; set; }

    public long Lost { get; set; }

    public void Count(string action) => Steps[action] = Steps.GetValueOrDefault(action) + 1;
}
