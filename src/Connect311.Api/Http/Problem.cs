using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>The body of every refusal (RFC 9457, application/problem+json).</summary>
internal sealed record Problem
{
    /// <summary>A URI that names the kind of problem.</summary>
    [Required]
    public required string Type { get; init; }

    /// <summary>What went wrong, in the language of Accept-Language.</summary>
    [Required]
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    [Required]
    public required int Status { get; init; }

    /// <summary>A stable code; api-specs/errors.md lists them.</summary>
    [Required, ExtensibleEnum(typeof(ProblemCode), nameof(ProblemCode.Codes))]
    public required string Code { get; init; }

    /// <summary>What to do: send the <c>same</c> again later, send it <c>changed</c>, or <c>never</c>.</summary>
    [Required, ExtensibleEnum(typeof(ProblemCode), nameof(ProblemCode.Retries))]
    public required string Retry { get; init; }

    /// <summary>Every fault of the request, by field; empty where no field is to blame.</summary>
    [Required]
    public required IReadOnlyList<ProblemError> Errors { get; init; }

    /// <summary>Members that only one code carries, such as <c>trackingNumber</c> with <c>key-reused</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}

/// <summary>One fault of a request.</summary>
internal sealed record ProblemError
{
    /// <summary>Where: a JSON Pointer (RFC 6901) into the body, or the parameter's name behind a slash.</summary>
    [Required]
    public required string Field { get; init; }

    /// <summary>A stable code; api-specs/errors.md lists them.</summary>
    [Required, ExtensibleEnum(typeof(FaultCodes))]
    public required string Code { get; init; }

    /// <summary>What is wrong, in the language of Accept-Language.</summary>
    [Required]
    public required string Message { get; init; }

    /// <summary>The values that the message names.</summary>
    [Required]
    public required IReadOnlyDictionary<string, object?> Params { get; init; }

    public static ProblemError Of(Fault fault, string language) => new()
    {
        Field = fault.Field,
        Code = fault.Code,
        Message = Texts.Message(fault, language),
        Params = fault.Params,
    };
}
