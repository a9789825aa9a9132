using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Open311;

/// <summary>The OpenAPI document of the Open311 face; the committed copy stands in api-specs, and a test keeps them equal.</summary>
internal static class Open311Description
{
    public const string DocumentName = "open311-v2";

    public const string Title = "Connect311: Open311 GeoReport v2";

    private const string KeyArgument = "api_key";
    private const string KeyHeader = "X-Api-Key";
    private const string Format = "format";

    private static readonly string[] Schemes = ["Argument", "Header"];

    private static readonly Lazy<JsonObject> Examples = new(ReadExamples);

    public static void AddOpen311Description(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.ShouldInclude = route => route.GroupName == DocumentName;
        options.AddDocumentTransformer(Introduce);
        options.AddOperationTransformer(AddArguments);
        options.AddOperationTransformer(DescribeAnswers);
        options.AddDocumentTransformer(NameFormats);
    });

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = Title,
            Version = "2.0",
            Description =
                """
                The protocol that other 311 apps and systems speak: https://wiki.open311.org/GeoReport_v2. What is reported here is stored, routed
                and answered as what is reported at `/v1`; the tracking number is the `service_request_id`.

                Every method is there as XML and as JSON, by the suffix of its path (`.xml`, `.json`), or without one by `Accept`; the JSON is the Spark
                mapping of the XML. Arguments stand in the query or, of a POST, in a form; one that is empty is as one that was not sent.
                Every refusal is a list of `errors`.
                """,
        };
        document.Servers = [new() { Url = "/", Description = "The server that this document comes from." }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Schemes[0]] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = KeyArgument, Description = "The key of a client app, in the query or in the form." },
            [Schemes[1]] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = KeyHeader, Description = "The same as a header." },
        };
        return Task.CompletedTask;
    }

    private static Task AddArguments(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var taken = Metadata<Taken>(context)?.Arguments ?? [];
        if (context.Description.HttpMethod == HttpMethods.Post)
        {
            AddForm(operation, taken);
            operation.Security = [.. Schemes.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, context.Document)] = [] })];
            return Task.CompletedTask;
        }

        operation.Parameters ??= [];
        foreach (var argument in taken)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = argument.Name,
                In = ParameterLocation.Query,
                Required = argument.IsRequired,
                Description = argument.Description,
                Schema = SchemaOf(argument),
            });
        }

        return Task.CompletedTask;
    }

    private static void AddForm(OpenApiOperation operation, IReadOnlyList<Argument> arguments)
    {
        OpenApiSchema FormOf(IEnumerable<Argument> fields) => new()
        {
            Type = JsonSchemaType.Object,
            Required = fields.Where(argument => argument.IsRequired).Select(argument => argument.Name).ToHashSet(),
            Properties = fields.ToDictionary(argument => argument.Name, SchemaOf),
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "The arguments; they may stand in the query as well.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/x-www-form-urlencoded"] = new() { Schema = FormOf(arguments.Where(argument => !argument.IsFile)) },
                ["multipart/form-data"] = new() { Schema = FormOf(arguments) },
            },
        };
    }

    private static IOpenApiSchema SchemaOf(Argument argument) => new OpenApiSchema
    {
        Type = argument.Type,
        Items = argument.Type == JsonSchemaType.Array ? new OpenApiSchema { Type = JsonSchemaType.String } : null,
        Format = argument.IsFile ? "binary" : null,
        Description = argument.Description,
        Examples = argument.IsFile ? null : [argument.Type switch
        {
            JsonSchemaType.Number or JsonSchemaType.Integer => JsonNode.Parse(argument.Example)!,
            JsonSchemaType.Array => new JsonArray(argument.Example),
            _ => argument.Example,
        }],
    };

    /// <summary>An example in each form: the XML is made of the JSON, as it is of answers.</summary>
    private static Task DescribeAnswers(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            var isRefusal = status[0] != '2';
            answer.Description = DescriptionOf(status);
            if (Examples.Value[isRefusal ? status : operation.OperationId!] is { } example)
            {
                answer.Content![Face.JsonType].Example = example.DeepClone();
                answer.Content[Face.Xml].Example = System.Text.Encoding.UTF8.GetString(Spark.ToXml(isRefusal ? "errors" : Metadata<Rooted>(context)!.Name, example));
            }
        }

        return Task.CompletedTask;
    }

    private static string DescriptionOf(string status) => status switch
    {
        "200" => "Found, or done.",
        "400" => "It cannot be taken as it is; each error begins with the argument that is to blame.",
        "403" => "The key is missing, wrong or revoked.",
        "404" => "There is nothing by that code, id, token or jurisdiction.",
        "429" => "Too many came; Retry-After says when the same may be sent again.",
        _ => "It cannot be answered now; Retry-After says when the same may be sent again.",
    };

    /// <summary>The suffix is read before the routes are, so they do not have it.</summary>
    private static Task NameFormats(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var paths = document.Paths.ToList();
        document.Paths = [];
        foreach (var (path, item) in paths)
        {
            document.Paths.Add($"{path}.{{{Format}}}", item);
            foreach (var operation in item.Operations!.Values)
            {
                operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(operation.OperationId!);
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = Format,
                    In = ParameterLocation.Path,
                    Required = true,
                    Description = "In which form the answer comes.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["xml", "json"] },
                });
            }
        }

        return Task.CompletedTask;
    }

    private static T? Metadata<T>(OpenApiOperationTransformerContext context) => context.Description.ActionDescriptor.EndpointMetadata.OfType<T>().FirstOrDefault();

    private static JsonObject ReadExamples()
    {
        using var stream = typeof(Open311Description).Assembly.GetManifestResourceStream("open311-examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
