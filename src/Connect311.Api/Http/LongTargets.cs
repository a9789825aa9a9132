using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Connect311.Api.Http;

/// <summary>
/// Refuses addresses that are too long as everything else is refused. The server itself would hang up on them without a word, so it lets
/// more in than anybody may send.
/// </summary>
internal static class LongTargets
{
    /// <summary>Characters of path and query, percent signs included.</summary>
    public const int Max = 8_000;

    /// <summary>Where whole reports come in the query: 4,000 characters of some scripts take 36,000.</summary>
    public const int MaxOfReports = 64_000;

    /// <summary>No more than the server buffers of a call anyway.</summary>
    public const int MaxRead = 1024 * 1024;

    public static void Read(KestrelServerLimits limits) => limits.MaxRequestLineSize = MaxRead;

    public static void UseLongTargets(this WebApplication app) => app.Use((context, next) =>
        LengthOf(context.Request) > (context.Request.Path.StartsWithSegments(Open311.Door.Root) ? MaxOfReports : Max)
            ? new ProblemResult(ProblemCode.UriTooLong).ExecuteAsync(context)
            : next(context));

    private static int LengthOf(HttpRequest request) => (request.Path.Value?.Length ?? 0) + (request.QueryString.Value?.Length ?? 0);
}
