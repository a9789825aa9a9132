using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>One fault of a city's file.</summary>
internal sealed record CatalogFault(string File, long Line, Fault Fault)
{
    public override string ToString() =>
        $"{File}:{Line}: {(Fault.Field.Length == 0 ? "the document" : Fault.Field)} {Texts.Message(Fault, Texts.DefaultLanguage)}";
}

/// <summary>A city's files are refused whole.</summary>
internal sealed class CatalogRefusedException(IReadOnlyList<CatalogFault> faults)
    : Exception($"The catalogue is refused; nothing was changed.\n{string.Join('\n', faults)}")
{
    public IReadOnlyList<CatalogFault> Faults => faults;
}
