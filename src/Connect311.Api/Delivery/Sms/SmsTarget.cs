using Connect311.Api.Subscriptions;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery.Sms;

/// <summary>Text messages by a provider with an HTTP interface. The id travels as <c>Idempotency-Key</c>: a provider that knows it sends once.</summary>
internal sealed class SmsTarget(IOptions<SmsOptions> options, IOptions<DeliveryOptions> delivery, TimeProvider time) : Target, IDisposable
{
    private static readonly int[] UsualGone = [404, 410];
    private static readonly int[] UsualRefused = [400, 422];

    private readonly SmsOptions _options = options.Value;
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(30),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public override string Kind => TargetKind.Sms;

    public override bool IsOn => _options.Address is not null && delivery.Value.PublicAddress is not null;

    public override async Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken)
    {
        var members = new Dictionary<string, string> { [_options.To] = message.To.To, [_options.Text] = TextOf(message) };
        if (_options.Sender is { } sender)
        {
            members[_options.From] = sender;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Address)
        {
            Content = _options.Format == "json" ? JsonContent.Create(members) : new FormUrlEncodedContent(members),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Id.ToString());
        if (_options.Authorization is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var answer = await TrySendAsync(request, cancellationToken);
        return answer is null ? new SendResult.Later("answer-lost") { MayHaveArrived = true } : AnswerOf(answer);
    }

    public void Dispose() => _client.Dispose();

    /// <returns>Null where the provider was reached and did not answer: it may have the message.</returns>
    private async Task<HttpResponseMessage?> TrySendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception e) when (Targets.IsOutage(e) && !IsUnreached(e))
        {
            return null;
        }
    }

    private static bool IsUnreached(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
    };

    private SendResult AnswerOf(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        return (_options.GoneStatuses ?? UsualGone).Contains(status) ? new SendResult.Gone(HttpAnswers.FailureOf(answer))
            : (_options.RefusedStatuses ?? UsualRefused).Contains(status) ? new SendResult.Refused(HttpAnswers.FailureOf(answer), OfAddress: true)
            : HttpAnswers.Of(answer, time);
    }

    /// <summary>The subject names the report, which a mail says above its text.</summary>
    private static string TextOf(Message message) =>
        message.Topic == Topic.Confirm ? message.Text! : $"{message.Subject}\n{message.Text!.Replace("\n\n", "\n", StringComparison.Ordinal)}";
}
