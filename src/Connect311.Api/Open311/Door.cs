using Connect311.Api.Http;

namespace Connect311.Api.Open311;

/// <summary>
/// Stands before everything that could refuse a call: it reads from the path in which form the call is answered, so that whatever happens
/// behind it, in the framework too, is answered in that form.
/// </summary>
internal static class Door
{
    public const string Root = "/open311/v2";

    private static readonly ProblemFace Problems = new(Refusals.WriteAsync);

    public static void UseOpen311(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(Root, out var rest))
        {
            Enter(context, rest.Value ?? "");
        }

        return next(context);
    });

    /// <summary>Takes the form off the path; clients that put a slash too many before a method mean the same.</summary>
    private static void Enter(HttpContext context, string rest)
    {
        var path = $"/{rest.TrimStart('/')}";
        var dot = path.LastIndexOf('.');
        var suffix = dot > path.LastIndexOf('/') ? path[(dot + 1)..] : null;
        var isXml = "xml".Equals(suffix, StringComparison.OrdinalIgnoreCase);
        var isJson = "json".Equals(suffix, StringComparison.OrdinalIgnoreCase);
        context.Features.Set(isXml || isJson ? new(isJson, null) : Face.ByAccept(context.Request, suffix));
        context.Features.Set(Problems);
        context.Request.Path = Root + (isXml || isJson ? path[..dot] : path);
    }
}
