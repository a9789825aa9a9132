using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>The client's own name for a report, unique for ever within its app (or member of staff).</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    public const string Member = "idempotencyKey";

    public const int MaxLength = 200;

    private static readonly string Form = $"1 to {MaxLength} visible ASCII characters";

    /// <summary>The key of a call, or null when it has none; a key that cannot be one is a fault.</summary>
    public static string? Read(IHeaderDictionary headers, List<Fault> faults)
    {
        var values = headers[Header];
        if (values.Count == 0)
        {
            return null;
        }

        var key = values.ToString();
        if (values.Count > 1 || !IsKey(key))
        {
            faults.Add(new("/" + Header, FaultCodes.InvalidFormat, "expected", Form));
            return null;
        }

        return key;
    }

    /// <summary>The key that stands in a report among others; it must have one.</summary>
    public static string? Read(ObjectReader item)
    {
        var before = item.Faults.Count;
        var key = item.RequiredText(Member, MaxLength);
        if (key.Length > 0 && !IsKey(key))
        {
            item.Add(Member, FaultCodes.InvalidFormat, "expected", Form);
        }

        return item.Faults.Count == before && key.Length > 0 ? key : null;
    }

    private static bool IsKey(string text) => text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>SHA-256 (base64url) of who sent it and the key; a random one where there is no key.</summary>
    public static string HashOf(string caller, string? key) => key is null
        ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes))
        : Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{key}")));

    /// <summary>SHA-256 (base64url) of what was understood, so that spelling and order of members do not matter.</summary>
    public static string MeaningOf(Submission submission)
    {
        var ordered = submission.Answers is { } answers
            ? submission with
            {
                Answers = new SortedDictionary<string, JsonElement>(
                    answers.ToDictionary(answer => answer.Key, answer => Plain(answer.Value)), StringComparer.Ordinal),
            }
            : submission;
        return Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(ordered, Json.Options)));
    }

    /// <summary>A number in one form: 50, 50.0 and 5e1 say the same.</summary>
    private static JsonElement Plain(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? JsonSerializer.SerializeToElement(number)
            : value;
}
