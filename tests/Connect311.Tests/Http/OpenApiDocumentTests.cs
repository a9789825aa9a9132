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
        var document = await DocumentAsync();
        var operations = document.Operations();
        Assert.All(operations, operation =>
        {
            Assert.Matches("^[a-z][A-Za-z]+$", operation.Value.Text("operationId"));
            Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Key}: write a <summary> on its handler.");
            Assert.True(operation.Value.TryGetProperty("description", out _), $"{operation.Key}: write <remarks> on its handler.");
            var answers = operation.Value.GetProperty("responses").EnumerateObject().Select(answer => (answer.Name, Value: document.Resolved(answer.Value))).ToList();
            Assert.Contains(answers, answer => answer.Name[0] == '2');
            Assert.Contains(answers, answer => answer.Name[0] is '4' or '5' or 'd' && document.SchemaOf(answer.Value, "application/problem+json") == "#/components/schemas/Problem");
            Assert.All(answers, answer => Assert.NotEmpty(answer.Value.Text("description")));
        });
        Assert.Equal(operations.Count, operations.Select(operation => operation.Value.Text("operationId")).Distinct().Count());
    }

    [Fact]
    public async Task Every_parameter_is_described_and_typed()
    {
        foreach (var (name, operation) in (await DocumentAsync()).Operations())
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
        foreach (var schema in (await DocumentAsync()).Schemas())
        {
            Assert.True(schema.Value.TryGetProperty("description", out _), $"{schema.Name} has no description.");
            Assert.All(schema.Value.GetProperty("properties").EnumerateObject(), member =>
            {
                var text = member.Value.GetRawText();
                Assert.True(member.Value.TryGetProperty("description", out _), $"{schema.Name}.{member.Name} has no description.");
                Assert.True(
                    text.Contains("\"type\"", StringComparison.Ordinal) || text.Contains("\"$ref\"", StringComparison.Ordinal),
                    $"{schema.Name}.{member.Name} has no type.");
            });
        }
    }

    [Fact]
    public async Task A_stream_is_told_as_many_events_and_not_as_one_object()
    {
        var answer = (await DocumentAsync()).Operations()["get /v1/departments/{code}/stream"].GetProperty("responses").GetProperty("200");
        Assert.Contains("the data of each", answer.Text("description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_may_grow_so_none_is_an_enum()
    {
        using var anybody = application.Anybody();
        Assert.DoesNotContain("\"enum\"", await (await anybody.ReadAsync("/openapi/v1.json")).TextAsync());
        var schemas = (await DocumentAsync()).Root.GetProperty("components").GetProperty("schemas");
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
        var document = await DocumentAsync();
        var operations = document.Operations();
        Assert.Equal(
            "#/components/schemas/SpooledAnswer",
            document.SchemaOf(operations["post /v1/service-requests"].GetProperty("responses").GetProperty("202"), "application/json"));
        Assert.Contains("get /v1/tokens/{token}", operations.Keys);
    }

    [Fact]
    public async Task What_is_answered_has_the_members_that_are_documented()
    {
        using var app = application.App();
        var schemas = (await DocumentAsync()).Root.GetProperty("components").GetProperty("schemas");
        var answer = await app.SubmittedAsync(Calls.Pothole);
        AssertDocumented(schemas.GetProperty("SubmissionAnswer"), answer);
        AssertDocumented(
            schemas.GetProperty("PublicRequest"), await (await app.ReadAsync(answer.GetProperty("links").Text("status"))).JsonAsync());
        var refusal = await (await app.SubmitAsync("{}")).JsonAsync();
        Assert.Equal(refusal.EnumerateObject().Select(member => member.Name), Required(schemas.GetProperty("Problem")));
        var types = await (await app.ReadAsync("/v1/service-types")).JsonAsync();
        AssertDocumented(schemas.GetProperty("ServiceTypeList"), types);
        AssertDocumented(schemas.GetProperty("ServiceTypeView"), types.GetProperty("items")[0]);
        AssertDocumented(schemas.GetProperty("QuestionView"), types.GetProperty("items")[0].GetProperty("questions")[0]);
    }

    private static void AssertDocumented(JsonElement schema, JsonElement answer)
    {
        var members = answer.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(schema.GetProperty("properties").EnumerateObject().Select(member => member.Name), members);
        var objectsOrNull = schema.GetProperty("properties").EnumerateObject().Where(member => member.Value.TryGetProperty("oneOf", out _));
        Assert.Equal(members.Except(objectsOrNull.Select(member => member.Name)), Required(schema));
    }

    private static IEnumerable<string?> Required(JsonElement schema) => schema.GetProperty("required").EnumerateArray().Select(name => name.GetString());

    private async Task<ServedDocument> DocumentAsync() => await ServedDocument.OfAsync(application);
}
