using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Connect311.Benchmarks.Phones;

/// <summary>An answer that came whole.</summary>
internal sealed record PhoneAnswer(int Status, JsonElement Body, byte[] Bytes)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>Whether the same may succeed later: so it is kept, and sent again.</summary>
    public bool IsForLater => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("retry", out var retry) && retry.GetString() == "same";

    public override string ToString() => $"{Status} {Body}";
}

/// <summary>How a phone calls: one call, one answer, or none.</summary>
internal sealed class PhoneLine(HttpClient client)
{
    public const string AppKey = "demo-app";

    /// <returns>Null where no answer came, or half of one.</returns>
    public async Task<PhoneAnswer?> CallAsync(
        HttpMethod method, string path, IEnumerable<(string Name, string? Value)> headers, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        try
        {
            using var response = await client.SendAsync(request);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            return new((int)response.StatusCode, IsJson(response.Content) ? JsonDocument.Parse(bytes).RootElement : default, bytes);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or SocketException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public static ByteArrayContent Png(byte[] picture) => new(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };

    private static bool IsJson(HttpContent content) =>
        content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.Ordinal);
}
