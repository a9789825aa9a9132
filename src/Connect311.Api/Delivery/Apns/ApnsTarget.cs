using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Subscriptions;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery.Apns;

/// <summary>
/// Pushes to phones of Apple, over HTTP/2. The id travels as <c>apns-id</c>, and as <c>apns-collapse-id</c>: one that is sent again takes the place
/// of the first on the screen.
/// </summary>
internal sealed class ApnsTarget(IOptions<ApnsOptions> options, ApnsSigning signing, TimeProvider time) : Target, IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    /// <summary>There is no such phone, or it has another app (the table of reasons in Apple's <em>Handling notification responses</em>).</summary>
    private static readonly string[] GoneReasons = ["BadDeviceToken", "DeviceTokenNotForTopic", "Unregistered", "ExpiredToken"];

    private readonly ApnsOptions _options = options.Value;
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(30),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public override string Kind => TargetKind.Apns;

    public override bool IsOn => _options is { KeyFile: not null, KeyId: not null, TeamId: not null, Topic: not null };

    public override async Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_options.Address, $"/3/device/{message.To.To}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(BodyOf(message)),
        };
        (string Name, string Value)[] headers =
        [
            ("authorization", $"bearer {signing.Token}"),
            ("apns-id", message.Id.ToString()),
            ("apns-collapse-id", message.Id.ToString()),
            ("apns-topic", _options.Topic!),
            ("apns-push-type", "alert"),
            ("apns-priority", "10"),
            ("apns-expiration", (time.GetUtcNow() + KeptFor).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.IsSuccessStatusCode ? new SendResult.Sent() : await RefusalOfAsync(answer, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<SendResult> RefusalOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var reason = ReasonIn(await HttpAnswers.TextAsync(answer, cancellationToken));
        return answer.StatusCode == HttpStatusCode.Gone || GoneReasons.Contains(reason) ? new SendResult.Gone(HttpAnswers.FailureOf(answer))

            // Our own token or key: whoever runs the server can mend that.
            : answer.StatusCode == HttpStatusCode.Forbidden ? new SendResult.Later("apns-sign-in")

            // Too many to this one phone; Apple says 503 where it is all of them.
            : answer.StatusCode == HttpStatusCode.TooManyRequests && HttpAnswers.Of(answer, time) is SendResult.Later later ? later with { OfRecipient = true }
            : HttpAnswers.Of(answer, time);
    }

    private static string? ReasonIn(string body)
    {
        try
        {
            return JsonNode.Parse(body)?["reason"]?.GetValue<string>();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Not Apple's own words; the status says enough.
            return null;
        }
    }

    /// <summary>The app says it in its own language: <c>loc-key</c> names the sentence, and its one value is the number.</summary>
    private static string BodyOf(Message message)
    {
        var content = PushContent.Of(message);
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["aps"] = new Dictionary<string, object>
            {
                ["alert"] = new Dictionary<string, object> { ["loc-key"] = $"event.{content.Event}", ["loc-args"] = new[] { content.Number } },
                ["mutable-content"] = 1,
                ["sound"] = "default",
            },
            ["number"] = content.Number,
            ["event"] = content.Event,
            ["id"] = content.Id,
        });
    }
}
