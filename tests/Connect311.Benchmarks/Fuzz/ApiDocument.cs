using System.Text.Json;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>A parameter of an operation.</summary>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
internal sealed record ApiParameter(string Name, string In, JsonElement Schema);

/// <summary>One method of one path, with what it takes and what it may answer.</summary>
/// <param name="Id">The name of its route in the code, such as <c>SubmitServiceRequest</c>.</param>
/// <param name="Body">The schema of its body, or null.</param>
/// <param name="Answers">The schema of each documented status; undefined where there is no body.</param>
internal sealed record ApiOperation(
    string Id,
    string Method,
    string Path,
    IReadOnlyList<ApiParameter> Parameters,
    JsonElement? Body,
    IReadOnlyDictionary<int, JsonElement> Answers);

/// <summary>The live OpenAPI document, as far as hostile requests are made of it and answers are held against it.</summary>
internal sealed class ApiDocument
{
    private const string Json = "application/json";
    private const string EventStream = "text/event-stream";
    private const string ProblemJson = "application/problem+json";

    private readonly JsonElement _root;

    public ApiDocument(JsonElement root)
    {
        _root = root;
        Operations = [.. root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(method => Read(path.Name, method.Name.ToUpperInvariant(), method.Value)))];
        Statuses = Operations.SelectMany(operation => operation.Answers.Keys).ToHashSet();
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>Every status that some operation documents.</summary>
    public IReadOnlySet<int> Statuses { get; }

    public JsonElement Problem => Resolve("#/components/schemas/Problem");

    /// <summary>What a reference of the document leads to.</summary>
    public JsonElement Resolve(string reference) =>
        reference["#/".Length..].Split('/').Aggregate(_root, (node, name) => node.GetProperty(name));

    private ApiOperation Read(string path, string method, JsonElement operation) => new(
        RouteName(operation.GetProperty("operationId").GetString()!),
        method,
        path,
        operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(parameter => new ApiParameter(
                parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString()!, parameter.GetProperty("schema")))]
            : [],
        operation.TryGetProperty("requestBody", out var body) ? SchemaOf(body) : null,
        operation.GetProperty("responses").EnumerateObject()
            .Where(answer => int.TryParse(answer.Name, out _))
            .ToDictionary(answer => int.Parse(answer.Name, System.Globalization.CultureInfo.InvariantCulture), answer => SchemaOf(answer.Value)));

    private static string RouteName(string operationId) => char.ToUpperInvariant(operationId[0]) + operationId[1..];

    private JsonElement SchemaOf(JsonElement holder) =>
        holder.TryGetProperty("$ref", out var reference) ? SchemaOf(Resolve(reference.GetString()!))
        : holder.TryGetProperty("content", out var content)
        && (content.TryGetProperty(Json, out var media) || content.TryGetProperty(ProblemJson, out media) || content.TryGetProperty(EventStream, out media))
        && media.TryGetProperty("schema", out var schema)
            ? schema
            : default;
}
