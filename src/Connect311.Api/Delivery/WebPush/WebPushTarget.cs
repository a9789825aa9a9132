using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Connect311.Api.Subscriptions;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery.WebPush;

/// <summary>
/// Pushes to browsers (RFC 8030). Endpoints are given by phones, so that only public addresses are connected to, and no answer's
/// redirection is followed.
/// </summary>
internal sealed class WebPushTarget(
    IOptions<WebPushOptions> options, IOptions<DeliveryOptions> delivery, Vapid vapid, TimeProvider time) : Target, IDisposable
{
    /// <summary>For how long a push service keeps it for a browser that is off.</summary>
    private const int KeptSeconds = 2 * 24 * 60 * 60;

    /// <summary>A topic is at most 32 characters of base64url; a newer push of the same replaces one that waits (RFC 8030, 5.4).</summary>
    private const int TopicBytes = 16;

    private readonly HttpClient _client = new(HandlerOf(delivery.Value.AllowPrivateAddresses)) { Timeout = Timeout.InfiniteTimeSpan };

    public override string Kind => TargetKind.WebPush;

    public override bool IsOn => options.Value.Subject is not null;

    public override async Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken)
    {
        var endpoint = new Uri(message.To.To);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = ContentOf(message) };
        request.Headers.TryAddWithoutValidation("Authorization", vapid.Authorization(endpoint, options.Value.Subject!));
        request.Headers.TryAddWithoutValidation("TTL", KeptSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Urgency", "normal");
        request.Headers.TryAddWithoutValidation("Topic", Base64Url.EncodeToString(message.Id.ToByteArray(bigEndian: true).AsSpan(0, TopicBytes)));
        using var answer = await TrySendAsync(request, cancellationToken);
        return answer is null ? new SendResult.Gone("not-public") : answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? new SendResult.Gone(HttpAnswers.FailureOf(answer))
            : HttpAnswers.Of(answer, time);
    }

    public void Dispose() => _client.Dispose();

    /// <returns>Null where the endpoint is no address of the public internet.</returns>
    private async Task<HttpResponseMessage?> TrySendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is NotPublicException)
        {
            return null;
        }
    }

    private static ByteArrayContent ContentOf(Message message)
    {
        var body = PushEncryption.Encrypt(
            JsonSerializer.SerializeToUtf8Bytes(PushContent.Of(message)),
            Base64Url.DecodeFromChars(message.To.P256dh),
            Base64Url.DecodeFromChars(message.To.Auth));
        return new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentEncoding = { "aes128gcm" } } };
    }

    private static SocketsHttpHandler HandlerOf(bool allowPrivate) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = 16,
        ConnectCallback = allowPrivate ? null : PublicAddresses.ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
