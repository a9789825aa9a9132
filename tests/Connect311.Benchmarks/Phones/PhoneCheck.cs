using Connect311.Api.Photos.Pictures;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Phones;

/// <summary>Compares, once the network is well again, what phones and server have.</summary>
internal sealed class PhoneCheck(IReadOnlyList<Phone> phones, HttpClient client, string databaseFile, Anomalies anomalies)
{
    private const string Stored = "SELECT Description, COUNT(*) FROM ServiceRequest GROUP BY Description;";

    private static readonly ParallelOptions Few = new() { MaxDegreeOfParallelism = 16 };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly PhoneLine _line = new(client);

    /// <summary>Waits until each photo can be shown, and looks at it.</summary>
    public Task CheckPhotosAsync() => Parallel.ForEachAsync(phones.SelectMany(phone => phone.Photos), Few, async (photo, _) => await CheckPhotoAsync(photo));

    /// <summary>What a phone gathered, delta by delta, must be what the server tells one that knows nothing yet.</summary>
    public Task CheckViewsAsync() => Parallel.ForEachAsync(phones, Few, async (phone, _) => await CheckViewAsync(phone));

    /// <summary>Every report is stored once.</summary>
    public void CheckReports()
    {
        var stored = ReadStored();
        foreach (var report in phones.SelectMany(phone => phone.Reports))
        {
            if (!stored.Remove(report.Mark, out var count))
            {
                anomalies.Add(PhoneAnomaly.Missing, report.Mark);
            }
            else if (count > 1)
            {
                anomalies.Add(PhoneAnomaly.Doubled, $"{report.Mark}: {count} times");
            }
        }

        foreach (var (mark, _) in stored)
        {
            anomalies.Add(PhoneAnomaly.Unknown, mark);
        }
    }

    private Dictionary<string, long> ReadStored()
    {
        var stored = new Dictionary<string, long>();
        using var connection = StateAudit.Open(databaseFile);
        using var command = connection.CreateCommand();
        command.CommandText = Stored;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            stored[reader.GetString(0)] = reader.GetInt64(1);
        }

        return stored;
    }

    /// <summary>What is shown must be what our own cleaner makes of the bytes that the phone has.</summary>
    private async Task CheckPhotoAsync(QueuedPhoto photo)
    {
        using var latest = new CancellationTokenSource(Patience);
        PhoneAnswer? shown;
        do
        {
            shown = await _line.CallAsync(HttpMethod.Get, $"/v1/photos/{photo.Id}/large", [("X-Reporter-Key", photo.Report.ReporterKey)]);
        }
        while (shown is not { Status: 200 } && !latest.IsCancellationRequested);

        if (shown is not { Status: 200 } || !shown.Bytes.AsSpan().SequenceEqual(Cleaned(photo.Picture)))
        {
            anomalies.Add(PhoneAnomaly.Photos, $"{photo.Id} of {photo.Report.Mark}: {shown?.Status}, {shown?.Bytes.Length} bytes");
        }
    }

    private static byte[] Cleaned(byte[] picture)
    {
        using var file = new MemoryStream(picture);
        return PhotoCleaner.Clean(file, PhotoHeader.Of(new PhotoBytes(file))).Large;
    }

    private async Task CheckViewAsync(Phone phone)
    {
        var fresh = new PhoneInbox(phone.Device, anomalies);
        using var latest = new CancellationTokenSource(Patience);
        while (!await fresh.SyncAsync() && !latest.IsCancellationRequested)
        {
        }

        foreach (var number in phone.Inbox.Known.Keys.Union(fresh.Known.Keys))
        {
            var (seen, there) = (phone.Inbox.Known.GetValueOrDefault(number), fresh.Known.GetValueOrDefault(number));
            if (seen != there)
            {
                anomalies.Add(PhoneAnomaly.View, $"{number}: the phone has {seen ?? "nothing"}, the server {there ?? "nothing"}");
            }
        }
    }
}
