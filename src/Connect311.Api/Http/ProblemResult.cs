using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>Answers with a <see cref="Problem"/> in the caller's language.</summary>
internal sealed class ProblemResult(ProblemCode code, IReadOnlyList<Fault> faults, object? more = null) : IResult
{
    private const string ContentType = "application/problem+json";

    public ProblemResult(ProblemCode code, object? more = null)
        : this(code, [], more)
    {
    }

    public ProblemCode Code => code;

    public IReadOnlyList<Fault> Faults => faults;

    /// <summary>Seconds after which the same may be sent again; null says nothing.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The same, where the fields it blames stand below another.</summary>
    public ProblemResult Below(string pointer) =>
        new(code, [.. faults.Select(fault => fault with { Field = pointer + fault.Field })], more) { RetryAfter = RetryAfter };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (httpContext.Features.Get<ProblemFace>() is { } face)
        {
            return face.WriteAsync(this, httpContext);
        }

        response.StatusCode = code.Status;
        if (code.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var language = Languages.Of(httpContext);
        response.Headers.ContentLanguage = language;
        response.Headers.Append("Vary", "Accept-Language");
        return response.WriteAsJsonAsync(
            ToProblem(language), Json.Options, ContentType, httpContext.RequestAborted);
    }

    public Problem ToProblem(string language) => new()
    {
        Type = "urn:connect311:problem:" + code.Code,
        Title = Texts.Title(code, language),
        Status = code.Status,
        Code = code.Code,
        Retry = code.Retry,
        Errors = [.. faults.Select(fault => ProblemError.Of(fault, language))],
        More = more is null ? null : JsonSerializer.SerializeToElement(more, Json.Options).Deserialize<Dictionary<string, JsonElement>>(),
    };
}

/// <summary>Set on a call that speaks another protocol: it writes refusals as that protocol has them.</summary>
/// <param name="WriteAsync">Writes a refusal, its status too.</param>
internal sealed record ProblemFace(Func<ProblemResult, HttpContext, Task> WriteAsync);
