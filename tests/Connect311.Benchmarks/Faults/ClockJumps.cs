using System.Globalization;
using System.Text;
using System.Text.Json;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Faults;

/// <summary>The clock jumps back and forth under load.</summary>
internal sealed class ClockJumps : Fault
{
    /// <summary>A type that the load does not use, so that its queue can be read from page to page.</summary>
    private const string Type = "street-light-condition.street-light-out";

    private const string Department = "DOT";
    private const int Listed = 18;
    private const int PageSize = 5;

    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(-1), TimeSpan.FromDays(1), TimeSpan.FromHours(-1)];
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly List<string> _misses = [];
    private readonly List<string> _listed = [];
    private readonly List<string> _read = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _clock = [];
    private string _file = "";
    private string? _cursor;
    private JsonElement _first;
    private TimeSpan _shift;
    private DateTimeOffset _shiftedAt;

    public override string Name => "clock-jumps";

    public override string Done => "the clock back 1 h, forward 1 day, back again, each under load, and right again";

    public override string Defined =>
        "nobody notices: no refusal, replays alike, receivedAt as the clock said, no event older than the one before it, no list with a hole";

    public override bool MustRefuse => false;

    public override bool MayRefuse => false;

    public override IReadOnlyList<string> Program => ["Connect311.Benchmarks.dll", ShiftedServer.Name, ShiftedServer.ClockOption, _file];

    public override string? Prepare(ServerFolder folder)
    {
        _file = Path.Combine(folder.Path, "clock");
        Set(TimeSpan.Zero);
        return null;
    }

    public override async Task BeginAsync(FaultStage stage)
    {
        for (var i = 0; i < Listed; i++)
        {
            var answer = await SubmitAsync(stage, $"street light {i}");
            _listed.Add(answer.GetProperty("trackingNumber").GetString()!);
            _first = i == 0 ? answer : _first;
        }

        await ReadPageAsync(stage);
    }

    public override async Task LastAsync(FaultStage stage)
    {
        foreach (var jump in Jumps)
        {
            Set(jump);
            await Task.Delay(stage.Plan.IsShort ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(2));
            await ReadPageAsync(stage);
            var again = await SubmitAsync(stage, "street light 0");
            if (again.ToString() != _first.ToString())
            {
                _misses.Add($"a replay is {again}, and was {_first}");
            }
        }
    }

    public override async Task EndAsync(FaultStage stage)
    {
        Set(TimeSpan.Zero);
        while (_cursor is not null)
        {
            await ReadPageAsync(stage);
        }
    }

    public override IEnumerable<string> Missed(FaultStage stage)
    {
        Set(TimeSpan.Zero);
        foreach (var miss in _misses)
        {
            yield return miss;
        }

        if (!_read.Order(StringComparer.Ordinal).SequenceEqual(_listed.Order(StringComparer.Ordinal)))
        {
            yield return $"the queue had {_read.Count} entries, {_read.Distinct().Count()} of them different, and {_listed.Count} were there";
        }

        var strange = stage.State!.Requests.Values.Count(request => !_clock.Any(span =>
            DateTimeOffset.FromUnixTimeMilliseconds(request.ReceivedAt) is var at && at > span.From - Slack && at < span.Until + Slack));
        if (strange > 0)
        {
            yield return $"{strange} reports have a receivedAt that the clock never showed";
        }
    }

    public override IEnumerable<string> Seen(FaultStage stage) =>
        [string.Create(CultureInfo.InvariantCulture, $"{Jumps.Length} replays alike; {_read.Count} of {_listed.Count} read from page to page")];

    /// <summary>Moves the clock, and notes what it showed until now.</summary>
    private void Set(TimeSpan shift)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_shiftedAt != default)
        {
            _clock.Add((_shiftedAt + _shift, now + _shift));
        }

        _shift = shift;
        _shiftedAt = now;
        File.WriteAllText(_file + ".new", shift.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    private static async Task<JsonElement> SubmitAsync(FaultStage stage, string mark)
    {
        var entry = stage.EntryOf(mark, $$"""{ "serviceType": "{{Type}}", "description": "{{mark}}", "location": { "latitude": 40.67383, "longitude": -73.97054 } }""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/service-requests")
        {
            Content = new StringContent(entry.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("X-Api-Key", "demo-app");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", entry.Key);
        using var response = await stage.Client.SendAsync(request);
        return JsonElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
    }

    private async Task ReadPageAsync(FaultStage stage)
    {
        var path = $"/v1/departments/{Department}/queue?serviceType={Type}&limit={PageSize}" + (_cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(_cursor));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer demo-agent-{Department}");
        using var response = await stage.Client.SendAsync(request);
        var page = JsonElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        _read.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("trackingNumber").GetString()!));
        _cursor = page.GetProperty("nextCursor").GetString();
    }
}
