using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Tests.Http;

/// <summary>The committed OpenAPI document, and what clients are generated from it with.</summary>
public sealed class OpenApiDocumentTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string FileName = "connect311-v1.json";

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        using var anybody = application.Anybody();
        var served = await (await anybody.ReadAsync("/openapi/v1.json")).TextAsync();
        Assert.Equal(served, await (await anybody.ReadAsync("/openapi/v1.json")).TextAsync());
        Assert.DoesNotContain('\r', served);
        Assert.DoesNotContain("127.0.0.1", served);
        Assert.DoesNotContain("localhost", served);
        SpecFile.AssertEqual(FileName, served + "\n");
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_described_answers()
    {
        var operations = await OperationsAsync();
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Value.Text("operationId"));
            Assert.NotEmpty(operation.Value.Text("summary"));
            var answers = operation.Value.GetProperty("responses").EnumerateObject().ToList();
            Assert.Contains(answers, answer => answer.Name[0] == '2' && (SchemaOf(answer.Value, "application/json") ?? SchemaOf(answer.Value, "text/event-stream")) is not null || answer.Name == "204" || (answer.Name == "200" && answer.Value.GetRawText().Contains("image/jpeg", StringComparison.Ordinal)));
            Assert.Contains(answers, answer => answer.Name[0] is '4' or '5' or 'd' && SchemaOf(answer.Value, "application/problem+json") == "#/components/schemas/Problem");
            Assert.All(answers, answer => Assert.NotEmpty(answer.Value.Text("description")));
        });
        Assert.Equal(operations.Count, operations.Select(operation => operation.Value.Text("operationId")).Distinct().Count());
    }

    [Fact]
    public async Task Every_parameter_is_described_and_typed()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            Assert.All(operation.GetProperty("parameters").EnumerateArray(), parameter =>
            {
                Assert.True(parameter.TryGetProperty("description", out var text) && text.GetString()!.Length > 0, $"{name}: {parameter}");
                Assert.True(parameter.GetProperty("schema").TryGetProperty("type", out _), $"{name}: {parameter}");
            });
        }
    }

    [Fact]
    public async Task Every_member_of_every_schema_is_described_and_typed()
    {
        foreach (var schema in (await DocumentAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            Assert.True(schema.Value.TryGetProperty("description", out _), $"{schema.Name} has no description.");
            Assert.All(schema.Value.GetProperty("properties").EnumerateObject(), member =>
            {
                var text = member.Value.GetRawText();
                Assert.True(text.Contains("\"description\"", StringComparison.Ordinal), $"{schema.Name}.{member.Name} has no description.");
                Assert.True(
                    text.Contains("\"type\"", StringComparison.Ordinal) || text.Contains("\"$ref\"", StringComparison.Ordinal),
                    $"{schema.Name}.{member.Name} has no type.");
            });
        }
    }

    [Fact]
    public async Task Codes_may_grow_so_none_is_an_enum()
    {
        using var anybody = application.Anybody();
        Assert.DoesNotContain("\"enum\"", await (await anybody.ReadAsync("/openapi/v1.json")).TextAsync());
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");
        Assert.All(schemas.EnumerateObject(), schema => Assert.All(
            schema.Value.GetProperty("properties").EnumerateObject().Where(member => member.Name is "status" && schema.Name is not ("Problem" or "SubmissionLinks" or "BulkItemAnswer" or "BatchItem" or "RuleSetEntry" or "RuleSetView" or "BacktestView" or "PhotoAnswer" or "PhotoState")),
            member => Assert.Equal(
                ["submitted", "assigned", "acknowledged", "in-progress", "waiting", "closed", "cancelled"],
                member.Value.GetProperty("x-extensible-enum").EnumerateArray().Select(code => code.GetString()))));
        Assert.Equal(
            ProblemCode.Codes,
            schemas.GetProperty("Problem").GetProperty("properties").GetProperty("code").GetProperty("x-extensible-enum")
                .EnumerateArray().Select(code => code.GetString()));
    }

    [Fact]
    public async Task A_report_that_has_to_wait_is_documented_from_the_start()
    {
        var operations = await OperationsAsync();
        Assert.Equal(
            "#/components/schemas/SpooledAnswer",
            SchemaOf(operations["post /v1/service-requests"].GetProperty("responses").GetProperty("202"), "application/json"));
        Assert.Contains("get /v1/tokens/{token}", operations.Keys);
    }

    [Fact]
    public async Task What_is_answered_has_the_members_that_are_documented()
    {
        using var app = application.App();
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");
        var answer = await app.SubmittedAsync(Calls.Pothole);
        AssertDocumented(schemas.GetProperty("SubmissionAnswer"), answer);
        AssertDocumented(
            schemas.GetProperty("PublicRequest"), await (await app.ReadAsync(answer.GetProperty("links").Text("status"))).JsonAsync());
        AssertDocumented(schemas.GetProperty("Problem"), await (await app.SubmitAsync("{}")).JsonAsync());
        var types = await (await app.ReadAsync("/v1/service-types")).JsonAsync();
        AssertDocumented(schemas.GetProperty("ServiceTypeList"), types);
        AssertDocumented(schemas.GetProperty("ServiceTypeView"), types.GetProperty("items")[0]);
        AssertDocumented(schemas.GetProperty("QuestionView"), types.GetProperty("items")[0].GetProperty("questions")[0]);
    }

    private static void AssertDocumented(JsonElement schema, JsonElement answer)
    {
        var members = answer.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(schema.GetProperty("properties").EnumerateObject().Select(member => member.Name), members);
        Assert.Equal(members, schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    private static string? SchemaOf(JsonElement answer, string mediaType) =>
        answer.TryGetProperty("content", out var content)
            && content.TryGetProperty(mediaType, out var media)
            && media.GetProperty("schema").TryGetProperty("$ref", out var reference)
            ? reference.GetString()
            : null;

    private async Task<JsonElement> DocumentAsync()
    {
        using var anybody = application.Anybody();
        return await (await anybody.ReadAsync("/openapi/v1.json")).JsonAsync();
    }

    private async Task<Dictionary<string, JsonElement>> OperationsAsync() => (await DocumentAsync()).GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name} {path.Name}", operation.Value)))
        .ToDictionary();
}
