using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Connect311.Api.Open311.Check;

/// <summary>
/// Calls a stranger's server, and comes back whatever it does: time, bytes, redirects and the number of calls are bounded.
/// What it asks to come again for (<c>Retry-After</c>) it is given, a few times.
/// </summary>
/// <param name="timeout">For one call, to the last byte.</param>
/// <param name="tell">Is told how many calls were made.</param>
internal sealed class CheckClient(TimeSpan timeout, Action<long> tell) : IDisposable
{
    /// <summary>Bytes of one answer.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Calls of a whole check.</summary>
    public const int MostCalls = 150;

    private const string BrokeOff = "it broke off before its end";

    private const int MostRedirects = 3;
    private const int MostWaits = 5;

    /// <summary>Calls in a row without a whole answer; nothing more is learnt from such a server.</summary>
    private const int MostUnanswered = 3;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(10);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<Answer> _busy = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "open311-check" } },
    };

    private int _waits;
    private int _unanswered;
    private string? _fault;

    public int Calls { get; private set; }

    /// <summary>Whether anything ever answered.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>Answers that said: not now.</summary>
    public IReadOnlyList<Answer> Busy => _busy;

    public void Dispose() => _http.Dispose();

    public async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var (answer, location, wait) = await OnceAsync(call, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (wait is { } pause && _waits < MostWaits)
            {
                _waits++;
                await Task.Delay(pause, cancellationToken);
            }
            else if (location is null || answer.Fault is not null)
            {
                return answer;
            }
            else if (WhyNot(call, location, redirects) is { } fault)
            {
                return answer with { Fault = fault };
            }
            else
            {
                call = Call.Get(location, call.Accept);
            }
        }
    }

    /// <summary>A key, and trust, belong to the host that the caller named.</summary>
    private static string? WhyNot(Call call, Uri location, int redirects) =>
        call.Method != HttpMethod.Get ? "a POST was redirected; that is not followed"
        : location.Host != call.Url.Host || (call.Url.Scheme == Uri.UriSchemeHttps && location.Scheme != call.Url.Scheme)
            ? $"redirected to {location.Scheme}://{location.Authority}; that is not followed"
        : redirects >= MostRedirects ? $"redirected more than {MostRedirects} times"
        : null;

    private async Task<(Answer Answer, Uri? Location, TimeSpan? Wait)> OnceAsync(Call call, CancellationToken cancellationToken)
    {
        if (WhyNoMore() is { } why)
        {
            return (Answer.None(call, why), null, null);
        }

        tell(++Calls);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using var request = RequestOf(call);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            WasAnswered = true;
            var read = await ReadAsync(call, response, limit.Token);
            _fault = read.Answer.Fault;
            _unanswered = _fault is null ? 0 : _unanswered + 1;
            return read;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            _unanswered++;
            _fault = WhyNone(error);
            return (Answer.None(call, _fault), null, null);
        }
    }

    private async Task<(Answer Answer, Uri? Location, TimeSpan? Wait)> ReadAsync(Call call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var contentType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : "";
        var head = new Answer(call.Method.Method, call.Shown, (int)response.StatusCode, contentType, response.Headers.RetryAfter is not null, [], null);
        var (body, fault) = await BodyAsync(response, cancellationToken);
        var answer = head with { Body = body, Fault = fault };
        if (answer.IsBusy)
        {
            _busy.Add(answer);
        }

        var isRedirect = response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return (answer, isRedirect && response.Headers.Location is { } location ? new Uri(call.Url, location) : null, answer.IsBusy ? WaitOf(response.Headers.RetryAfter) : null);
    }

    /// <summary>Ends without an error: whether the caller wants no more is asked by who called.</summary>
    private async Task<(byte[] Body, string? Fault)> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                body.Write(buffer, 0, read);
                if (body.Length > MostBytes)
                {
                    return ([], $"more than {MostBytes / 1024 / 1024} MB");
                }
            }

            return (body.ToArray(), null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (body.ToArray(), BrokeOff);
        }
        catch (OperationCanceledException)
        {
            return (body.ToArray(), $"it did not end within {timeout.TotalSeconds:0.#} s");
        }
    }

    private string? WhyNoMore() =>
        _unanswered >= MostUnanswered ? $"not asked, for {MostUnanswered} calls in a row were not answered whole: {_fault}"
        : Calls >= MostCalls || _watch.Elapsed > LongestCheck ? "not asked, for the check is long enough"
        : null;

    private static HttpRequestMessage RequestOf(Call call)
    {
        var request = new HttpRequestMessage(call.Method, call.Url);
        if (call.Accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", call.Accept);
        }

        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        }

        return request;
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? asked) => asked?.Delta is { } delta && delta <= LongestWait ? delta : null;

    private string WhyNone(Exception error) => error switch
    {
        OperationCanceledException => $"no answer within {timeout.TotalSeconds:0.#} s",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "there is no such host",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "nothing listens there",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"no secure connection: {error.InnerException?.Message ?? error.Message}",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or { InnerException: IOException } or IOException => BrokeOff,
        _ => $"no HTTP answer: {error.Message}",
    };
}
