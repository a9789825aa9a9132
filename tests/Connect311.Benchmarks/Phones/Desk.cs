using System.Globalization;

namespace Connect311.Benchmarks.Phones;

/// <summary>Staff who go on with the reports meanwhile, on a network that is well: so phones have something to hear of.</summary>
internal sealed class Desk(IReadOnlyList<Phone> phones, Func<Uri?> server, int seed)
{
    private const int Pause = 20;

    private static readonly (string Status, string Step)[] Steps = [("assigned", "acknowledge"), ("acknowledged", "start"), ("in-progress", "close")];

    private readonly Random _random = new(seed);

    /// <summary>Steps that were answered.</summary>
    public long Done { get; private set; }

    public async Task RunAsync(CancellationToken ending)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var line = new PhoneLine(client);
        while (!ending.IsCancellationRequested)
        {
            if (server() is { } address && Draw() is { } number)
            {
                await ActAsync(line, new Uri(address, $"/v1/service-requests/{number}").ToString());
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private string? Draw()
    {
        var reports = phones[_random.Next(phones.Count)].Reports;
        return reports.Count == 0 ? null : reports[_random.Next(reports.Count)].Number;
    }

    private async Task ActAsync(PhoneLine line, string path)
    {
        (string, string?)[] operatorOnly = [("Authorization", "Bearer demo-operator")];
        if (await line.CallAsync(HttpMethod.Get, path, operatorOnly) is not { IsSuccess: true } seen
            || Array.Find(Steps, step => step.Status == seen.Body.GetProperty("status").GetString()) is not { Step: { } step })
        {
            return;
        }

        var version = string.Create(CultureInfo.InvariantCulture, $"\"{seen.Body.GetProperty("version").GetInt32()}\"");
        var body = step == "close" ? PhoneLine.Json("""{ "outcome": "fixed", "note": "Done." }""") : null;
        var answer = await line.CallAsync(HttpMethod.Post, $"{path}/{step}", [.. operatorOnly, ("If-Match", version)], body);
        Done += answer is { IsSuccess: true } ? 1 : 0;
    }
}
