using Connect311.Api.Open311;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Connect311.Api.Http;

/// <summary>The OpenAPI document of <c>/v1</c>; the committed copy stands in api-specs and a test keeps them equal.</summary>
internal static class ApiDescription
{
    public const string DocumentName = "v1";

    private const string AppKey = "AppKey";
    private const string StaffToken = "StaffToken";
    private const string DepartmentKey = "DepartmentKey";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.AddDocumentTransformer(Introduce);
        options.AddOperationTransformer(AddSecurity);
        options.AddOperationTransformer(ApiExamples.AddHeadersAndExamples);
        options.AddOperationTransformer(ApiAnswers.Describe);
        options.AddSchemaTransformer(ApiSchemas.Describe);
        options.AddDocumentTransformer(ApiTags.Describe);
        options.AddDocumentTransformer(ApiShapes.Tidy);
        options.AddDocumentTransformer(ApiRefusals.Share);
        options.AddDocumentTransformer(ApiSamples.Fill);
        options.CreateSchemaReferenceId = ApiSchemas.NameOf;
    });

    /// <summary>Swagger UI, with its fields open to be filled in, and the long list of schemas closed.</summary>
    public static void Show(SwaggerUIOptions options)
    {
        options.DocumentTitle = "Connect311 v1";
        options.SwaggerEndpoint($"/openapi/{DocumentName}.json", "Connect311 v1");
        options.SwaggerEndpoint($"/openapi/{Open311Description.DocumentName}.json", Open311Description.Title);
        options.DefaultModelsExpandDepth(0);
        options.EnableDeepLinking();
        options.EnableTryItOutByDefault();
    }

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Connect311",
            Version = "v1",
            Description =
                """
                Report a problem to the city, and find out what became of it.

                Every list is `{ "items": [], "nextCursor": null }`. Every refusal is a problem (RFC 9457) with a stable
                `code`, and `retry` says what to do: send the `same` again later, send it `changed`, or `never`.
                Codes marked `x-extensible-enum` may grow; `open` never changes its meaning.
                """,
            Contact = new() { Name = "The city that runs this server" },
        };

        // The address of the machine that wrote the document is nobody's business; an app is told the address of its city.
        document.Servers = [new() { Url = "/", Description = "The server that this document comes from." }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [AppKey] = Header("X-Api-Key", "The key of a client app."),
            [StaffToken] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A personal access token of a member of staff, or a token of the city's sign-in.",
            },
            [DepartmentKey] = Header("X-Department-Key", "The key of a department's own system."),
        };
        return Task.CompletedTask;
    }

    /// <summary>A policy that the route checks by itself, because it takes other credentials too.</summary>
    internal sealed record CheckedPolicy(string Name);

    /// <summary>The credential by which a caller of a role is known.</summary>
    private static string SchemeOf(string role) => role switch
    {
        Role.App => AppKey,
        Role.Department => DepartmentKey,
        _ => StaffToken,
    };

    private static OpenApiSecurityScheme Header(string name, string description) =>
        new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = name, Description = description };

    private static Task AddSecurity(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var policy = metadata.OfType<IAuthorizeData>().FirstOrDefault()?.Policy ?? metadata.OfType<CheckedPolicy>().FirstOrDefault()?.Name;
        IEnumerable<string> schemes = policy is null ? [] : Policies.Roles[policy].Select(SchemeOf).Distinct().Order(StringComparer.Ordinal);
        operation.Security = [.. schemes.Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
        })];
        return Task.CompletedTask;
    }
}
