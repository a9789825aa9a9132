using System.Text.Json;

namespace Connect311.Benchmarks.Phones;

/// <summary>What waits on a phone, and leaves it by the table of api-specs/mobile.md alone.</summary>
/// <param name="hasBug">Makes a new key for each try: the fault that must be found.</param>
internal sealed class PhoneQueue(PhoneLine line, PhoneDevice device, Random random, Anomalies anomalies, bool hasBug)
{
    private const int MostInBatch = 100;

    private readonly List<QueuedReport> _reports = [];
    private readonly List<QueuedPhoto> _photos = [];
    private readonly List<QueuedReport> _toLink = [];

    public bool IsEmpty => _reports.Count + _photos.Count + _toLink.Count == 0;

    public IEnumerable<string> Waiting => [.. _reports.Select(report => report.Mark), .. _photos.Select(photo => $"a photo of {photo.Report.Mark}"), .. _toLink.Select(report => $"{report.Mark}, not on the device")];

    public void Add(QueuedReport report, IEnumerable<QueuedPhoto> photos)
    {
        _reports.Add(report);
        _photos.AddRange(photos);
    }

    /// <summary>The next step: a report, several, a photo of one of them, or a report that is not on the device yet.</summary>
    public Task StepAsync()
    {
        List<Func<Task>> steps = [];
        if (_reports.Count > 0)
        {
            steps.Add(SendOneAsync);
            steps.Add(SendBatchAsync);
        }

        if (_photos.Count > 0)
        {
            steps.Add(SendPhotoAsync);
        }

        if (_toLink.Count > 0 && device.Token is not null)
        {
            steps.Add(LinkAsync);
        }

        return steps.Count == 0 ? Task.CompletedTask : steps[random.Next(steps.Count)]();
    }

    private async Task SendOneAsync()
    {
        var report = _reports[0];
        var used = device.Token;
        var answer = await line.CallAsync(
            HttpMethod.Post,
            "/v1/service-requests",
            [("X-Api-Key", PhoneLine.AppKey), ("Idempotency-Key", KeyOf(report)), (PhoneDevice.Header, used)],
            PhoneLine.Json($"{{ {report.Fields} }}"));
        if (answer is { Status: 201 })
        {
            Take(report, answer.Body, used);
        }
        else if (answer is { Status: not 202, IsForLater: false })
        {
            anomalies.Add(PhoneAnomaly.Unexpected, $"{report.Mark}: {answer}");
        }
    }

    private async Task SendBatchAsync()
    {
        var batch = _reports.Take(MostInBatch).ToList();
        var used = device.Token;
        var items = string.Join(", ", batch.Select(report => $$"""{ "idempotencyKey": "{{KeyOf(report)}}", {{report.Fields}} }"""));
        var answer = await line.CallAsync(
            HttpMethod.Post,
            "/v1/service-requests/batch",
            [("X-Api-Key", PhoneLine.AppKey), (PhoneDevice.Header, used)],
            PhoneLine.Json($$"""{ "items": [{{items}}] }"""));
        if (answer is { Status: 200 })
        {
            foreach (var (report, item) in batch.Zip(answer.Body.GetProperty("items").EnumerateArray()))
            {
                TakeItem(report, item, used);
            }
        }
        else if (answer is { IsForLater: false })
        {
            anomalies.Add(PhoneAnomaly.Unexpected, $"a batch of {batch.Count}: {answer}");
        }
    }

    private void TakeItem(QueuedReport report, JsonElement item, string? used)
    {
        switch (item.GetProperty("result").GetString())
        {
            case "stored":
                Take(report, item.GetProperty("answer"), used);
                break;
            case "refused":
                anomalies.Add(PhoneAnomaly.Unexpected, $"{report.Mark} in a batch: {item}");
                break;
        }
    }

    private void Take(QueuedReport report, JsonElement answer, string? used)
    {
        (report.Number, report.ReporterKey) = (answer.GetProperty("trackingNumber").GetString(), answer.GetProperty("reporterKey").GetString());
        _reports.Remove(report);
        if (used is null)
        {
            _toLink.Add(report);
            return;
        }

        var isLinked = answer.GetProperty("device").GetString() == "linked";
        device.Note(used, isLinked);
        if (!isLinked)
        {
            _toLink.Add(report);
        }
    }

    /// <summary>Before its report or after it; sent again under the same id.</summary>
    private async Task SendPhotoAsync()
    {
        var photo = _photos[random.Next(_photos.Count)];
        var answer = await line.CallAsync(
            HttpMethod.Post, "/v1/photos", [("X-Api-Key", PhoneLine.AppKey), ("Photo-Id", photo.Id)], PhoneLine.Png(photo.Picture));
        if (answer is { Status: 201 })
        {
            _photos.Remove(photo);
        }
        else if (answer is { IsForLater: false })
        {
            anomalies.Add(PhoneAnomaly.Unexpected, $"a photo of {photo.Report.Mark}: {answer}");
        }
    }

    private async Task LinkAsync()
    {
        var report = _toLink[0];
        var answer = await device.CallAsync(HttpMethod.Put, $"/v1/me/service-requests/{report.Number}", report.ReporterKey);
        if (answer is { IsSuccess: true })
        {
            _toLink.Remove(report);
        }
        else if (answer is not null)
        {
            anomalies.Add(PhoneAnomaly.Unexpected, $"{report.Mark} to the device: {answer}");
        }
    }

    private string KeyOf(QueuedReport report)
    {
        if (hasBug && report.Tries++ > 0)
        {
            report.Key = Phone.NewId(random);
        }

        return report.Key;
    }
}
