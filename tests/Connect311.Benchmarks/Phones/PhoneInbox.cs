using System.Text.Json;

namespace Connect311.Benchmarks.Phones;

/// <summary>What a phone knows of its reports, and up to when: both are kept in one write.</summary>
internal sealed class PhoneInbox(PhoneDevice device, Anomalies anomalies)
{
    private string? _cursor;

    /// <summary>Each report as it was told last, by its number.</summary>
    public SortedDictionary<string, string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>How often something was told.</summary>
    public long Told { get; private set; }

    /// <summary>Asks for the next page.</summary>
    /// <returns>Whether the phone knows all now.</returns>
    public async Task<bool> SyncAsync()
    {
        var path = "/v1/me/service-requests?limit=5" + (_cursor is null ? "" : $"&cursor={Uri.EscapeDataString(_cursor)}");
        if (await device.CallAsync(HttpMethod.Get, path) is not { } answer)
        {
            return false;
        }

        if (!answer.IsSuccess)
        {
            anomalies.Add(PhoneAnomaly.Unexpected, $"my reports: {answer}");
            return false;
        }

        return Take(answer.Body);
    }

    private bool Take(JsonElement page)
    {
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            Known[item.GetProperty("trackingNumber").GetString()!] = item.GetRawText();
            Told++;
        }

        foreach (var number in page.GetProperty("gone").EnumerateArray())
        {
            Known.Remove(number.GetString()!);
            Told++;
        }

        _cursor = page.GetProperty("nextCursor").GetString();
        return !page.GetProperty("more").GetBoolean();
    }
}
