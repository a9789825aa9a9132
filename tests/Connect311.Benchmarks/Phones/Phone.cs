using System.Globalization;

namespace Connect311.Benchmarks.Phones;

/// <summary>A resident's phone, which does what api-specs/mobile.md says, and a resident who reports now and then.</summary>
internal sealed class Phone
{
    private const int LongestPause = 1_500;
    private const int MostPhotos = 2;

    private static readonly string[] Types =
        ["street-condition.pothole", "heat-hot-water.entire-building", "general.cabinet", "general.cooking-gas"];

    private readonly int _number;
    private readonly Random _random;
    private readonly Anomalies _anomalies;
    private readonly PhoneDevice _device;
    private readonly PhoneQueue _queue;
    private readonly int _reports;
    private readonly List<QueuedReport> _sent = [];
    private readonly List<QueuedPhoto> _photos = [];

    public Phone(int number, PhonePlan plan, HttpClient client, Anomalies anomalies)
    {
        (_number, _random, _anomalies, _reports) = (number, new(unchecked((plan.Seed * 1_000) + number)), anomalies, plan.ReportsEach);
        var line = new PhoneLine(client);
        _device = new(line, $"phone-{number}", anomalies);
        _queue = new(line, _device, _random, anomalies, plan.Bug);
        Inbox = new(_device, anomalies);
    }

    /// <summary>Every report that the resident made.</summary>
    public IReadOnlyList<QueuedReport> Reports => _sent;

    public IReadOnlyList<QueuedPhoto> Photos => _photos;

    public PhoneInbox Inbox { get; }

    public PhoneDevice Device => _device;

    /// <summary>A random UUID, the same for the same seed.</summary>
    public static string NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>Reports, sends, syncs and rotates, until all is reported and the run ends.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested || _sent.Count < _reports)
        {
            await StepAsync();
            await Task.Delay(_random.Next(LongestPause), CancellationToken.None);
        }
    }

    /// <summary>Sends what waits, on the same network.</summary>
    public async Task SettleAsync(CancellationToken latest)
    {
        while (!_queue.IsEmpty && !latest.IsCancellationRequested)
        {
            await (_device.Token is null ? _device.RegisterAsync() : _queue.StepAsync());
        }

        foreach (var waiting in _queue.Waiting)
        {
            _anomalies.Add(PhoneAnomaly.Waiting, waiting);
        }
    }

    /// <summary>Asks for what is new until there is nothing more.</summary>
    public async Task SyncAsync(CancellationToken latest)
    {
        while (!await Inbox.SyncAsync() && !latest.IsCancellationRequested)
        {
        }
    }

    private Task StepAsync()
    {
        var dice = _random.Next(100);
        if (_sent.Count < _reports && dice < 30)
        {
            Report();
            return Task.CompletedTask;
        }

        return dice switch
        {
            < 50 when _device.Token is null => _device.RegisterAsync(),
            < 55 when _device.Token is not null => _device.RotateAsync(),
            < 58 when _device.Token is not null && Inbox.Known.Count > 0 => TakeOffAsync(),
            < 75 when _device.Token is not null => Inbox.SyncAsync(),
            _ => _queue.StepAsync(),
        };
    }

    /// <summary>The resident does not want to see a report any more; mostly wants it back.</summary>
    private async Task TakeOffAsync()
    {
        var number = Inbox.Known.Keys.ElementAt(_random.Next(Inbox.Known.Count));
        await _device.CallAsync(HttpMethod.Delete, $"/v1/me/service-requests/{number}");
        if (_random.Next(4) > 0 && _sent.Find(report => report.Number == number) is { } own)
        {
            await _device.CallAsync(HttpMethod.Put, $"/v1/me/service-requests/{number}", own.ReporterKey);
        }
    }

    private void Report()
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"report {_number}-{_sent.Count}");
        var ids = Enumerable.Range(0, _random.Next(MostPhotos + 1)).Select(_ => NewId(_random)).ToList();
        var report = new QueuedReport(mark, FieldsOf(mark, ids)) { Key = NewId(_random) };
        var photos = ids.Select(id => new QueuedPhoto(id, PlainPng.Draw(_random), report)).ToList();
        _sent.Add(report);
        _photos.AddRange(photos);
        _queue.Add(report, photos);
    }

    private string FieldsOf(string mark, IEnumerable<string> photos) => string.Create(CultureInfo.InvariantCulture, $$"""
        "serviceType": "{{Types[_random.Next(Types.Length)]}}",
        "description": "{{mark}}",
        "location": { "latitude": {{40.6 + (_random.NextDouble() / 10)}}, "longitude": {{-73.95 + (_random.NextDouble() / 10)}} },
        "photos": [{{string.Join(", ", photos.Select(id => $"\"{id}\""))}}]
        """);
}
