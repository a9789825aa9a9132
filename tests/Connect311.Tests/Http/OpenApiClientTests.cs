using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>What generators of clients in Kotlin, Swift and TypeScript need of the document; tests/clients runs one of them.</summary>
public sealed class OpenApiClientTests(TestApplication application) : IClassFixture<TestApplication>
{
    /// <summary>Names that the languages' own libraries have; a schema of such a name makes a client that does not compile.</summary>
    private static readonly string[] Taken =
    [
        "Any", "Actor", "Array", "Character", "Data", "Date", "Decimal", "Dictionary", "Dimension", "Error", "Event", "Exception", "File", "Int", "List",
        "Locale", "Map", "Measurement", "Notification", "Nothing", "Number", "Object", "Operation", "Optional", "Pair", "Process", "Progress", "Protocol",
        "Record", "Request", "Response", "Result", "Sequence", "Set", "Stream", "String", "Task", "Thread", "Timer", "Type", "URL", "UUID", "Unit", "Void",
    ];

    [Fact]
    public async Task Every_body_has_a_named_schema_and_an_example()
    {
        Assert.All((await DocumentAsync()).Bodies(), body =>
        {
            var schema = body.Media.GetProperty("schema");
            var isBytes = schema.TryGetProperty("format", out var format) && format.ValueEquals("binary");
            Assert.True(isBytes || schema.TryGetProperty("$ref", out _), $"{body.Where}: its body is no record of its own, so clients have no name for it.");
            Assert.True(
                isBytes || body.Media.TryGetProperty("example", out _) || body.Media.TryGetProperty("examples", out _),
                $"{body.Where} has no example: ApiSamples makes one of each record.");
        });
    }

    [Fact]
    public async Task Every_text_of_an_example_has_a_sample()
    {
        using var anybody = application.Anybody();
        var missing = (await (await anybody.ReadAsync("/openapi/v1.json")).TextAsync()).Split('"').Where(text => text.EndsWith(ApiSamples.Missing, StringComparison.Ordinal));
        Assert.Empty(missing.Distinct());
    }

    [Fact]
    public async Task Every_object_is_named_or_says_what_its_members_are()
    {
        Assert.All((await DocumentAsync()).Schemas(), schema => Assert.All(schema.Value.GetProperty("properties").EnumerateObject(), member =>
        {
            var type = TypeOf(member.Value);
            Assert.True(
                type != "object" || (member.Value.TryGetProperty("additionalProperties", out _) && !member.Value.TryGetProperty("properties", out _)),
                $"{schema.Name}.{member.Name}: make its type a record, or ApiShapes must open it.");
            Assert.True(type != "array" || member.Value.TryGetProperty("items", out _), $"{schema.Name}.{member.Name} does not say what it lists.");
            Assert.True(type is not ("integer" or "number") || member.Value.TryGetProperty("format", out _), $"{schema.Name}.{member.Name} has no format.");
        }));
    }

    [Fact]
    public async Task What_may_be_null_is_an_object_or_null_and_never_required()
    {
        Assert.All((await DocumentAsync()).Schemas(), schema =>
        {
            var required = schema.Value.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToList() : [];
            Assert.All(schema.Value.GetProperty("properties").EnumerateObject().Where(member => member.Value.TryGetProperty("oneOf", out _)), member =>
            {
                var choices = member.Value.GetProperty("oneOf");
                Assert.Equal(["$ref"], choices[0].EnumerateObject().Select(one => one.Name));
                Assert.Equal("""{"type":"null"}""", JsonSerializer.Serialize(choices[1]));
                Assert.DoesNotContain(member.Name, required);
            });
        });
    }

    [Fact]
    public async Task What_an_app_sends_has_no_null_that_a_generator_would_leave_out()
    {
        var schemas = (await DocumentAsync()).Schemas().ToDictionary(schema => schema.Name, schema => schema.Value.GetProperty("properties"));
        Assert.Equal("#/components/schemas/SubmittedLocation", schemas["Submission"].GetProperty("location").Text("$ref"));
        Assert.Equal("#/components/schemas/SubmittedContact", schemas["QueuedSubmission"].GetProperty("contact").Text("$ref"));
        Assert.True(schemas["SubmissionAnswer"].GetProperty("estimate").TryGetProperty("oneOf", out _));
    }

    [Fact]
    public async Task No_schema_has_a_name_that_a_language_has_itself() =>
        Assert.DoesNotContain(
            (await DocumentAsync()).Schemas().Select(schema => schema.Name),
            name => Taken.Contains(name) || !char.IsAsciiLetterUpper(name[0]) || !name.All(char.IsAsciiLetter));

    [Fact]
    public async Task Every_tag_is_described()
    {
        var document = await DocumentAsync();
        var used = document.Operations().Values.SelectMany(operation => operation.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        var described = document.Root.GetProperty("tags").EnumerateArray().Where(tag => tag.TryGetProperty("description", out _)).Select(tag => tag.Text("name"));
        Assert.Empty(used.Distinct().Except(described).Select(tag => $"{tag}: say in ApiTags what it is for."));
    }

    private static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.String ? type.GetString()
        : type.EnumerateArray().Select(one => one.GetString()).First(one => one != "null");

    private Task<ServedDocument> DocumentAsync() => ServedDocument.OfAsync(application);
}
