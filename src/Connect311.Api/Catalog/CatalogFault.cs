using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>One fault of a city's file.</summary>
internal sealed record CatalogFault(string File, long Line, Fault Fault)
{
    /// <summary>The id of the rule that it is about, or null.</summary>
    public string? Rule { get; init; }

    public override string ToString() =>
        $"{File}:{Line}: {(Rule is null ? "" : $"rule {Rule}: ")}{(Fault.Field.Length == 0 ? "the document" : Fault.Field)} {Texts.Message(Fault, Texts.DefaultLanguage)}";
}

/// <summary>A city's files are refused whole.</summary>
/// <param name="faults">Why.</param>
/// <param name="warnings">What is odd about its rules besides, though it is no fault.</param>
internal sealed class CatalogRefusedException(IReadOnlyList<CatalogFault> faults, IReadOnlyList<CatalogFault> warnings)
    : Exception($"The catalogue is refused; nothing was changed.\n{string.Join('\n', [.. faults.Select(fault => $"{fault}"), .. warnings.Select(warning => $"Warning: {warning}")])}")
{
    public IReadOnlyList<CatalogFault> Faults => faults;
}
