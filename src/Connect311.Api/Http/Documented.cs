namespace Connect311.Api.Http;

internal static class Documented
{
    /// <summary>Names the statuses with which a route refuses; each answers with a <see cref="Problem"/>.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"]));
        }

        return builder;
    }
}

/// <summary>Marks a text that holds one of some codes, to which later versions may add; documented as x-extensible-enum.</summary>
/// <param name="codes">A static class with an array <c>All</c>, or whose constants are the codes.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class ExtensibleEnumAttribute(Type codes) : Attribute
{
    public Type Codes => codes;
}
