namespace Connect311.Api.Open311.Check;

/// <summary>A body that was read, or why it could not be.</summary>
/// <param name="Root">Null where it could not be read.</param>
/// <param name="Fault">Why not.</param>
/// <param name="Namespaces">Those of XML elements that the specification does not allow.</param>
/// <param name="Shape">What in JSON is an array or an object that should be the other; null where nothing is.</param>
/// <param name="Types">What in JSON has another type than in the specification's schemas; null where nothing has.</param>
internal sealed record Reading(Node? Root, string? Fault, string? Namespaces = null, string? Shape = null, string? Types = null)
{
    public static Reading Unreadable(string why) => new(null, why);
}
