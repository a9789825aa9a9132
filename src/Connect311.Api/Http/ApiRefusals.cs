using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>Refusals are alike everywhere, so the document says each once: clients get one type for it, and readers less to read.</summary>
internal static class ApiRefusals
{
    private const string Otherwise = "default";

    private static readonly Fault LatitudeOutOfRange =
        new("/location/latitude", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = -90, ["maximum"] = 90 });

    private static readonly object Instead = new
    {
        kind = "diversion",
        text = "Trains and stations belong to the transit authority, which takes reports itself.",
        link = "https://www.example.org/transit",
        phone = (string?)null,
    };

    /// <summary>What single codes carry beside the members of all, as far as an app must know it.</summary>
    private static readonly (string Name, string Description)[] Carried =
    [
        ("trackingNumber", "Only with `key-reused`: the report that the key belongs to."),
        ("kind", "Only with `not-a-request`: `information` or `diversion`."),
        ("text", "Only with `not-a-request`: what to tell the resident at once."),
        ("link", "Only with `not-a-request`: a page to open."),
        ("phone", "Only with `not-a-request`: a number to call."),
    ];

    public static Task Share(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var problem = (OpenApiSchema)document.Components!.Schemas![nameof(Problem)];
        foreach (var (name, description) in Carried)
        {
            problem.Properties![name] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };
        }

        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        foreach (var answers in ApiShapes.Operations(document).Select(operation => operation.Responses!))
        {
            foreach (var status in answers.Keys.Where(status => status[0] is '4' or '5' or 'd').ToList())
            {
                var name = status == Otherwise ? "RefusedOtherwise" : "Refused" + status;
                if (document.Components.Responses.TryAdd(name, answers[status]))
                {
                    answers[status].Content!["application/problem+json"].Example = Example(status);
                }

                answers[status] = new OpenApiResponseReference(name, document);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The refusal of a status that comes most.</summary>
    private static JsonNode? Example(string status)
    {
        var code = status == Otherwise
            ? ProblemCode.InternalError
            : ProblemCode.All.First(code => code.Status == int.Parse(status, CultureInfo.InvariantCulture));
        Fault[] faults = code == ProblemCode.ValidationFailed ? [LatitudeOutOfRange] : [];
        var refusal = new ProblemResult(code, faults, code == ProblemCode.NotARequest ? Instead : null);
        return JsonSerializer.SerializeToNode(refusal.ToProblem(Texts.DefaultLanguage), Json.Options);
    }
}
