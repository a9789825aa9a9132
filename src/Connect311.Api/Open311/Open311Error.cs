using System.Text.Json.Serialization;

namespace Connect311.Api.Open311;

/// <summary>Something that is wrong with a call.</summary>
/// <param name="Code">An HTTP status, which may be more exact than that of the answer: 405 in an answer of 400.</param>
/// <param name="Description">What is wrong, in the language of Accept-Language; it begins with the argument that is to blame.</param>
internal sealed record Open311Error(
    [property: JsonPropertyName("code")] int Code,
    [property: JsonPropertyName("description")] string Description);
