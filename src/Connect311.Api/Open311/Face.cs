using Connect311.Api.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Connect311.Api.Open311;

/// <summary>In which of the two forms a call is answered.</summary>
/// <param name="isJson">JSON; otherwise XML.</param>
/// <param name="suffix">What stands behind the last dot of the path where that names neither form: a part of a code, or a form that nobody serves.</param>
internal sealed class Face(bool isJson, string? suffix)
{
    public const string Xml = "text/xml";
    public const string JsonType = "application/json";

    private const string Charset = "; charset=utf-8";

    public bool IsJson => isJson;

    public static Face Of(HttpContext context) => context.Features.GetRequiredFeature<Face>();

    /// <summary>Whether what is not there was asked for in a form that nobody serves.</summary>
    public bool IsOdd => suffix is not null;

    /// <summary>The form that is asked for by Accept, where the path names none; XML where nothing is preferred to it.</summary>
    public static Face ByAccept(HttpRequest request, string? suffix)
    {
        if (request.Headers.Accept.Count == 0)
        {
            return new(isJson: false, suffix);
        }

        var accepted = request.GetTypedHeaders().Accept;
        double? Named(string type) => accepted
            .Where(one => type.Equals(one.MediaType.Value, StringComparison.OrdinalIgnoreCase))
            .Max(one => (double?)(one.Quality ?? 1));
        var any = Named("*/*") ?? 0;
        var json = Named(JsonType) ?? Named("application/*") ?? any;
        var xml = Named(Xml) ?? Named("application/xml") ?? Named("text/*") ?? any;
        var isNamed = Named(JsonType) is not null && Named(Xml) is null && Named("application/xml") is null;
        return new(json > xml || (isNamed && json > 0 && json >= xml), suffix);
    }

    /// <param name="root">The name of the root element, which stands in XML alone.</param>
    /// <param name="inXml">Whether it is XML whatever was asked for.</param>
    public async Task WriteAsync(HttpContext context, string root, object value, bool inXml = false)
    {
        var response = context.Response;
        var body = isJson && !inXml ? Spark.ToJson(value) : Spark.ToXml(root, value);
        response.ContentType = (isJson && !inXml ? JsonType : Xml) + Charset;
        response.ContentLength = body.Length;
        response.Headers.ContentLanguage = Languages.Of(context);
        response.Headers.Vary = "Accept, Accept-Language";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}

/// <summary>An answer in the form that was asked for.</summary>
/// <param name="root">The name of the root element, which stands in XML alone.</param>
internal sealed class Open311Answer(string root, object value) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Face.Of(httpContext).WriteAsync(httpContext, root, value);
}
