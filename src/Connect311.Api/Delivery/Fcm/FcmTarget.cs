using System.Net;
using System.Net.Http.Headers;
using Connect311.Api.Subscriptions;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery.Fcm;

/// <summary>
/// Pushes by Firebase Cloud Messaging (HTTP v1), as data alone: the app says them in its own language. FCM knows no id of ours, so the app
/// shows one <c>id</c> once; a collapse key would let four wait at most.
/// </summary>
internal sealed class FcmTarget(IOptions<FcmOptions> options, FcmSignIn signIn, TimeProvider time) : Target, IDisposable
{
    /// <summary>There is no such app any more, or it belongs to another sender (Google's <em>ErrorCode</em>).</summary>
    private static readonly string[] GoneCodes = ["UNREGISTERED", "SENDER_ID_MISMATCH"];

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(30),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public override string Kind => TargetKind.Fcm;

    public override bool IsOn => options.Value.CredentialsFile is not null;

    public override async Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken)
    {
        var token = await signIn.TokenAsync(cancellationToken);
        var address = new Uri(options.Value.Address, $"/v1/projects/{signIn.Account.ProjectId}/messages:send");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(BodyOf(message)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            signIn.Forget(token);
            return new SendResult.Later("fcm-sign-in");
        }

        return answer.IsSuccessStatusCode ? new SendResult.Sent() : RefusalOf(answer, FcmError.Read(await HttpAnswers.TextAsync(answer, cancellationToken)));
    }

    public void Dispose() => _client.Dispose();

    private static object BodyOf(Message message) => new
    {
        message = new { token = message.To.To, data = PushContent.Of(message), android = new { priority = "high" } },
    };

    private SendResult RefusalOf(HttpResponseMessage answer, FcmError error) =>
        error.Codes.Any(GoneCodes.Contains) ? new SendResult.Gone(HttpAnswers.FailureOf(answer))
        : error.IsOfToken ? new SendResult.Refused(HttpAnswers.FailureOf(answer), OfAddress: true)
        : HttpAnswers.Of(answer, time);
}
