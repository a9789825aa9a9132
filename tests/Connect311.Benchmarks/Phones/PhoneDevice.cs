namespace Connect311.Benchmarks.Phones;

/// <summary>A phone's device and its tokens: the old one is kept until the new one was taken once (api-specs/mobile.md, The device).</summary>
internal sealed class PhoneDevice(PhoneLine line, string key, Anomalies anomalies)
{
    public const string Header = "X-Device-Token";

    private string? _token;
    private string? _next;

    public string? Token => _next ?? _token;

    /// <summary>Asks for a device, under the same key each time.</summary>
    public async Task RegisterAsync()
    {
        var answer = await line.CallAsync(HttpMethod.Post, "/v1/devices", [("X-Api-Key", PhoneLine.AppKey), ("Idempotency-Key", key)]);
        if (answer is { Status: 201 })
        {
            _token = answer.Body.GetProperty("token").GetString();
        }
        else if (answer is { IsForLater: false })
        {
            anomalies.Add(PhoneAnomaly.Unexpected, $"no device: {answer}");
        }
    }

    public async Task RotateAsync()
    {
        if (await CallAsync(HttpMethod.Post, "/v1/devices/me/rotate") is { IsSuccess: true } answer)
        {
            _next = answer.Body.GetProperty("token").GetString();
        }
    }

    /// <summary>Calls under the token. One that is refused is not a refusal of what was sent: the other token is tried the next time.</summary>
    /// <returns>Null where no answer came, or none but that the token is refused.</returns>
    public async Task<PhoneAnswer?> CallAsync(HttpMethod method, string path, string? reporterKey = null)
    {
        var used = Token;
        var answer = await line.CallAsync(method, path, [(Header, used), ("X-Reporter-Key", reporterKey)]);
        if (answer is not null)
        {
            Note(used, isTaken: answer.Status != 401);
        }

        return answer is { Status: 401 } or { IsForLater: true } ? null : answer;
    }

    /// <summary>Notes what a call said of the token under which it was made.</summary>
    public void Note(string? used, bool isTaken)
    {
        if (isTaken && used == _next && used is not null)
        {
            (_token, _next) = (_next, null);
        }
        else if (!isTaken && used == _next && used is not null)
        {
            _next = null;
        }
        else if (!isTaken && used == _token)
        {
            anomalies.Add(PhoneAnomaly.Device, $"the token {used?[..12]}... is dead, and there is no other");
        }
    }
}
