namespace Connect311.Api.Open311.Check;

/// <summary>What came of one call.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">As it may be shown: without a key.</param>
/// <param name="Status">0 where not even the head of an answer came.</param>
/// <param name="ContentType">As it was sent; empty without one.</param>
/// <param name="HasRetryAfter">It says when to come again.</param>
/// <param name="Body">As far as it came.</param>
/// <param name="Fault">Why it is not whole; null where it is.</param>
internal sealed record Answer(string Method, Uri Url, int Status, string ContentType, bool HasRetryAfter, byte[] Body, string? Fault)
{
    /// <summary>Too busy just now, whatever was asked.</summary>
    public bool IsBusy => Status is 429 or 503;

    public static Answer None(Call call, string fault) => new(call.Method.Method, call.Shown, 0, "", false, [], fault);
}

/// <summary>One call to make.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Shown">The same without a key.</param>
/// <param name="Accept">What is asked for by a header rather than by the suffix.</param>
/// <param name="Body">What a POST carries.</param>
/// <param name="ContentType">Of the body.</param>
internal sealed record Call(HttpMethod Method, Uri Url, Uri Shown, string? Accept = null, byte[]? Body = null, string? ContentType = null)
{
    public static Call Get(Uri url, string? accept = null) => new(HttpMethod.Get, url, url, accept);
}
