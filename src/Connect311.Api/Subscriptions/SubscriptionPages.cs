using System.Net;
using Connect311.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Subscriptions;

/// <summary>
/// The pages behind the links of messages, for people without an app. To look changes nothing, for mail scanners open links; the
/// button of the page, or a mail program's own (RFC 8058), posts.
/// </summary>
internal sealed class SubscriptionPages(SubscriptionStore store, SubscriptionLinks links)
{
    private static readonly string[] FromRight = ["ar", "ur"];

    /// <summary>Asks whoever opened a link to confirm.</summary>
    public async Task<ContentHttpResult> ShowConfirmAsync(string token, HttpContext context) =>
        links.ReadToConfirm(token) is { } named
        && await store.FindAsync(named.Id, context.RequestAborted) is { EndedAt: null } row
        && row.Asked == named.Asked
            ? Page(context, row.Language, row.ConfirmedAt is null ? "confirm-page" : "confirmed", row.ConfirmedAt is null ? "confirm-button" : null)
            : Over(context);

    public async Task<ContentHttpResult> ConfirmAsync(string token, HttpContext context) =>
        links.ReadToConfirm(token) is { } named
        && await store.FindAsync(named.Id, context.RequestAborted) is { EndedAt: null } row
        && await store.ConfirmAsync(named.Id, named.Asked, context.RequestAborted)
            ? Page(context, row.Language, "confirmed", null)
            : Over(context);

    /// <summary>Asks whoever opened a link whether to end it.</summary>
    public async Task<ContentHttpResult> ShowEndAsync(string token, HttpContext context) =>
        links.ReadToEnd(token) is { } id && await store.FindAsync(id, context.RequestAborted) is { } row
            ? Page(context, row.Language, row.EndedAt is null ? "stop-page" : "stopped", row.EndedAt is null ? "stop-button" : null)
            : Over(context);

    /// <summary>Without a question: whoever has the link may. Who was only asked to confirm is not asked again.</summary>
    public async Task<ContentHttpResult> EndAsync(string token, HttpContext context)
    {
        if (links.ReadToEnd(token) is not { } id || await store.FindAsync(id, context.RequestAborted) is not { } row)
        {
            return Over(context);
        }

        await store.StopAsync(id, context.RequestAborted);
        return Page(context, row.Language, "stopped", null);
    }

    private static ContentHttpResult Over(HttpContext context) => Page(context, Languages.Of(context), "link-over", null, StatusCodes.Status404NotFound);

    /// <summary>One sentence, and a button where there is something to do.</summary>
    private static ContentHttpResult Page(HttpContext context, string language, string sentence, string? button, int status = StatusCodes.Status200OK)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentLanguage = language;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        var form = button is null ? "" : $"<form method=\"post\"><button>{Encoded(button, language)}</button></form>";
        return TypedResults.Content(
            $$"""
            <!DOCTYPE html>
            <html lang="{{language}}" dir="{{(FromRight.Contains(language) ? "rtl" : "ltr")}}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>311</title>
            <style>body{font:1.2rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.75rem 1.5rem}</style>
            </head>
            <body><main><h1>311</h1><p>{{Encoded(sentence, language)}}</p>{{form}}</main></body>
            </html>

            """,
            "text/html; charset=utf-8",
            statusCode: status);
    }

    private static string Encoded(string code, string language) => WebUtility.HtmlEncode(Texts.OfMessage(code, language));
}

internal static class SubscriptionPageEndpoints
{
    /// <summary>Pages for people, so that they are in no document of the API.</summary>
    public static void MapSubscriptionPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/v1/public/subscriptions").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("/confirm/{token}", (string token, HttpContext context, SubscriptionPages of) => of.ShowConfirmAsync(token, context));
        pages.MapPost("/confirm/{token}", (string token, HttpContext context, SubscriptionPages of) => of.ConfirmAsync(token, context));
        pages.MapGet("/stop/{token}", (string token, HttpContext context, SubscriptionPages of) => of.ShowEndAsync(token, context));
        pages.MapPost("/stop/{token}", (string token, HttpContext context, SubscriptionPages of) => of.EndAsync(token, context));
    }
}
