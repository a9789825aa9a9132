using System.Globalization;
using System.Net;

namespace Connect311.Api.Delivery;

/// <summary>What the answers of HTTP targets mean, where they mean the same for all.</summary>
internal static class HttpAnswers
{
    /// <summary>No wish of a target makes a message wait for longer.</summary>
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(12);

    public static string FailureOf(HttpResponseMessage answer) => string.Create(CultureInfo.InvariantCulture, $"http-{(int)answer.StatusCode}");

    /// <summary>What may be otherwise later: too much, an outage, or a credential of ours that somebody has to mend.</summary>
    private static readonly HttpStatusCode[] Passing =
        [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests];

    /// <summary>Taken, to be tried later, or refused for ever.</summary>
    public static SendResult Of(HttpResponseMessage answer, TimeProvider time) =>
        answer.IsSuccessStatusCode ? new SendResult.Sent()
        : Passing.Contains(answer.StatusCode) || (int)answer.StatusCode >= 500
            ? new SendResult.Later(FailureOf(answer), WishOf(answer, time))
        : new SendResult.Refused(FailureOf(answer));

    /// <summary>A few characters of an answer's JSON at most, which tell why.</summary>
    public static async Task<string> TextAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        const int MostBytes = 16 * 1024;
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MostBytes];
        var read = await stream.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, read);
    }

    private static TimeSpan? WishOf(HttpResponseMessage answer, TimeProvider time)
    {
        var wish = answer.Headers.RetryAfter?.Delta ?? (answer.Headers.RetryAfter?.Date - time.GetUtcNow());
        return wish is not { } wait || wait <= TimeSpan.Zero ? null : wait < LongestWish ? wait : LongestWish;
    }
}
