namespace Connect311.Api.Catalog;

/// <summary>A code in a city's file that another file must define.</summary>
/// <param name="Field">Where it stands, as a JSON Pointer.</param>
/// <param name="What">What it names.</param>
internal sealed record Reference(string Field, string What, string Code)
{
    public const string Group = "group";
    public const string Outcome = "outcome";
}
