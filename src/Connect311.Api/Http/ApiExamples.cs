using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>Headers that handlers read by themselves, and examples to try in Swagger UI.</summary>
internal static class ApiExamples
{
    private const string Submission = """
        {
          "serviceType": "street-condition.pothole",
          "description": "Deep pothole in the right lane, just before the crossing.",
          "location": { "latitude": 40.67383, "longitude": -73.97054, "accuracyMetres": 8, "source": "gps" }
        }
        """;

    private const string Closing = """
        { "outcome": "fixed", "note": "Filled and rolled." }
        """;

    private const string Correction = """
        {
          "serviceType": "street-light-condition.street-light-out",
          "location": { "latitude": 40.67391, "longitude": -73.97032, "source": "map" },
          "note": "The caller means the lamp above the pothole."
        }
        """;

    private const string ReroutingDecision = """
        { "note": "Ours after all: the pole is on our bridge." }
        """;

    private const string Member = """
        { "name": "Ana Ruiz", "role": "agent", "department": "DOT" }
        """;

    private const string Token = """
        { "name": "Ana's laptop", "expiresInDays": 90 }
        """;

    private const string Seen = "The quoted version that you have seen, such as \"1\".";

    private const string OwnKey = "The reporter key that was given for the report; shows its owner a confidential one.";

    public static Task AddHeadersAndExamples(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        switch (operation.OperationId)
        {
            case "SubmitServiceRequest":
                Example(operation, Submission);
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this report, such as a UUID: sent twice, it is stored once.");
                break;
            case "CloseServiceRequest":
                Example(operation, Closing);
                break;
            case "CorrectServiceRequest":
                Example(operation, Correction);
                break;
            case "AcceptRerouting" or "DismissRerouting":
                Example(operation, ReroutingDecision);
                break;
            case "AddStaffMember":
                Example(operation, Member);
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it adds one.");
                break;
            case "ChangeStaffMember":
                Example(operation, Member);
                break;
            case "CreateStaffToken":
                Example(operation, Token);
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it makes one token.");
                break;
            case "FindPublicServiceRequest":
                AddHeader(operation, ReporterKeys.Header, OwnKey);
                break;
            case "FindPublicServiceRequests":
                AddHeader(operation, ReporterKeys.Header, OwnKey);
                TakeList(operation, "numbers", 100);
                break;
        }

        if (operation.Responses?.ContainsKey("428") == true)
        {
            AddHeader(operation, "If-Match", Seen, required: true);
        }

        if (operation.Responses?.ContainsKey("304") == true)
        {
            AddHeader(operation, "If-None-Match", "The ETag of what you have: the answer is 304 while it is still so.");
        }

        AddHeader(operation, "Accept-Language", "The language of names, titles and messages; English by default.");
        return Task.CompletedTask;
    }

    private static void Example(OpenApiOperation operation, string json)
    {
        if (operation.RequestBody?.Content?.TryGetValue("application/json", out var content) == true)
        {
            content.Example = JsonNode.Parse(json);
        }
    }

    /// <summary>A required list with commas between its entries.</summary>
    private static void TakeList(OpenApiOperation operation, string name, int maxItems)
    {
        var list = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.Name == name);
        list.Required = true;
        list.Style = ParameterStyle.Form;
        list.Explode = false;
        list.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
            MinItems = 1,
            MaxItems = maxItems,
        };
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description, bool required = false)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }
}
