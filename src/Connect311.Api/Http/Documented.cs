using System.Reflection;

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
/// <param name="codes">A static class that has an array of the codes, or whose constants are the codes.</param>
/// <param name="member">The name of the array.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExtensibleEnumAttribute(Type codes, string member = "All") : Attribute
{
    public IEnumerable<string> Codes =>
        codes.GetField(member, BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as string[]
        ?? codes.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(constant => constant is { IsLiteral: true })
            .Select(constant => (string)constant.GetRawConstantValue()!);
}
