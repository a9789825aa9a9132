using Microsoft.OpenApi;

namespace Connect311.Api.Open311;

/// <summary>An argument of a method, as the document describes it; what it may hold its reader decides.</summary>
/// <param name="Name">As it is sent, in the query or in a form.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Example">One that can be sent.</param>
internal sealed record Argument(string Name, string Description, string Example)
{
    public static readonly Argument Jurisdiction =
        new("jurisdiction_id", "Which jurisdiction is meant. Required where the server has several, else not looked at.", "example.gov");

    public bool IsRequired { get; init; }

    public JsonSchemaType Type { get; init; } = JsonSchemaType.String;

    /// <summary>Whether it is a file, which a form in parts alone can hold.</summary>
    public bool IsFile { get; init; }
}

/// <summary>The arguments of a route.</summary>
internal sealed record Taken(IReadOnlyList<Argument> Arguments);

/// <summary>The name of the root element of a route's answer.</summary>
internal sealed record Rooted(string Name);

internal static class DocumentedMethods
{
    /// <summary>Names the arguments that a route reads.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params Argument[] arguments) => route.WithMetadata(new Taken(arguments));

    /// <summary>Names what a route answers, in both forms, and the statuses with which it refuses.</summary>
    /// <param name="root">The name of the root element, which stands in XML alone.</param>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, string root, params int[] refusals)
    {
        foreach (var status in refusals.Append(StatusCodes.Status429TooManyRequests).Distinct())
        {
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(IReadOnlyList<Open311Error>), [Face.Xml, Face.JsonType]));
        }

        return route.WithMetadata(new Rooted(root), new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [Face.Xml, Face.JsonType]));
    }
}
