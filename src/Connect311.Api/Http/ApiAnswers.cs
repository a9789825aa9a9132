using Connect311.Api.Photos.Uploads;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>What stands around the bodies of answers: their headers, and which codes a refusal may carry.</summary>
internal static class ApiAnswers
{
    private const string Submit = "SubmitServiceRequest";
    private const string Events = "text/event-stream";

    /// <summary>What is read with the version that a change then names.</summary>
    private static readonly HashSet<string?> Versioned =
    [
        "FindServiceRequest", "FindStaffMember", "FindRuleSet", "FindRuleSetDocument", "ListDepartments", "FindDepartment", "ListGroups", "FindGroup", "ListServiceTypeFamilies",
        "FindServiceType", "FindQuestion", "ListAreaSets", "FindAreaSet",
    ];

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses ??= [];
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Responses.TryAdd("429", RefusalOf(context));
        }

        foreach (var (status, answer) in operation.Responses)
        {
            answer.Description = DescriptionOf(status, operation);
            AddHeaders((OpenApiResponse)answer, status, operation);
        }

        var otherwise = RefusalOf(context);
        otherwise.Description = "Any other refusal, or a failure on our side.";
        operation.Responses["default"] = otherwise;
        return Task.CompletedTask;
    }

    private static OpenApiResponse RefusalOf(OpenApiOperationTransformerContext context) => new()
    {
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
        },
    };

    private static string DescriptionOf(string status, OpenApiOperation operation) => status switch
    {
        "200" when operation.Responses!["200"].Content?.ContainsKey(Events) == true => "Server-sent events, one behind the other; the schema is that of the data of each.",
        "200" => "Found, or done.",
        "201" when operation.OperationId == Submit => "Stored, and routed to its department.",
        "201" => "Made.",
        "202" => "Kept until the database can take it; the token finds it.",
        "204" when IsUpload(operation) => "Done, or told in the headers.",
        "204" => "There is nothing to take.",
        "304" => "Nothing has changed since the version that If-None-Match names.",
        _ => $"Refused: {string.Join(", ", ProblemCode.All.Where(code => $"{code.Status}" == status).Select(code => $"`{code.Code}`"))}.",
    };

    private static void AddHeaders(OpenApiResponse answer, string status, OpenApiOperation operation)
    {
        var isCached = operation.Responses!.ContainsKey("304");
        switch (status)
        {
            case "200" when isCached || operation.Responses.ContainsKey("412") || Versioned.Contains(operation.OperationId):
                Add(answer, "ETag", "The version, quoted.");
                break;
            case "201" when operation.OperationId?.StartsWith("Put", StringComparison.Ordinal) == true:
                Add(answer, "ETag", "The version, quoted.");
                Add(answer, "Location", "Where it is.");
                break;
            case "201":
                Add(answer, "Location", LocationOf(operation.OperationId));
                if (operation.OperationId is "UploadPhoto" or "ContinueUpload")
                {
                    AddUpload(answer);
                    break;
                }

                Add(answer, "Idempotency-Replayed", "`true` where the key was known: this is the first answer again.");
                break;
            case "204" when IsUpload(operation):
                AddUpload(answer);
                break;
            case "429" or "503":
                Add(answer, "Retry-After", "Seconds after which the same may be sent again.");
                break;
        }

        if (status is "200" or "201" or "429" && operation.Responses.ContainsKey("429"))
        {
            Add(answer, "RateLimit-Limit", "How many calls may come at once.");
            Add(answer, "RateLimit-Remaining", "How many may come now.");
            Add(answer, "RateLimit-Reset", "Seconds until all of them may come again.");
            Add(answer, "RateLimit-Policy", "How many a minute in the long run: `60;w=60;burst=300`.");
        }
    }

    private static string LocationOf(string? operation) => operation switch
    {
        Submit => "Where anybody can look the report up.",
        "AddRuleSet" => "Where the draft is.",
        "StartBacktest" => "Where the backtest is.",
        "UploadPhoto" or "ContinueUpload" => "Where it can be asked how it stands with the photo.",
        _ => "Where the member of staff is.",
    };

    private static bool IsUpload(OpenApiOperation operation) => operation.OperationId is "TellUpload" or "ContinueUpload" or "CancelUpload";

    private static void AddUpload(OpenApiResponse answer)
    {
        Add(answer, UploadFields.OffsetField, "How many bytes of the file are safe here.");
        Add(answer, UploadFields.CompleteField, "`?1` once all of it came, else `?0`.");
        Add(answer, UploadFields.LengthField, "How long the whole file is, where that is known.");
        Add(answer, UploadFields.LimitField, "How many bytes a file may have, and for how many seconds an upload waits for more.");
    }

    private static void Add(OpenApiResponse answer, string name, string description)
    {
        answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        answer.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }
}
