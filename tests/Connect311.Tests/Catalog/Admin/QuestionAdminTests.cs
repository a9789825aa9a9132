using System.Net;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Http;
using Connect311.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Catalog.Admin.AdminCalls;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>Admins keep single questions, by /v1/admin/service-types/{code}/questions/{question}.</summary>
public sealed class QuestionAdminTests : IDisposable
{
    private const string Bench = Types + "/little-library";

    private static readonly string Since = AdminExamples.ByOperation["PutQuestion"];

    private readonly TestApplication _application = new();
    private readonly HttpClient _admin;

    public QuestionAdminTests() => _admin = _application.Staff("demo-admin");

    private string[] Asked => [.. _application.Services.GetRequiredService<CurrentCity>().Value.Catalog.ServiceTypesByCode["little-library"].Questions.Select(question => question.Code)];

    [Fact]
    public async Task A_question_is_added_at_the_end_changed_in_place_and_taken_out()
    {
        await AddBenchAsync();
        var put = await _admin.PutNowAsync($"{Bench}/questions/since", Since);
        Assert.Equal((HttpStatusCode.OK, "\"3\""), (put.StatusCode, put.Headers.ETag!.Tag));
        Assert.Equal(await put.TextAsync(), await (await _admin.ReadAsync($"{Bench}/questions/since")).TextAsync());
        Assert.Equal(["damage", "books", "since"], Asked);

        await _admin.EditAsync($"{Bench}/questions/damage", question => question["required"] = false);
        Assert.Equal(["damage", "books", "since"], Asked);

        var left = await DeleteAsync("books");
        Assert.Equal(["damage", "since"], (await left.JsonAsync()).GetProperty("questions").EnumerateArray().Select(question => question.Text("code")));
        Assert.Equal(["damage", "since"], Asked);
        await (await DeleteAsync("books")).ProblemAsync(ProblemCode.NotFound);
        await (await _admin.ReadAsync($"{Bench}/questions/books")).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(["delete-question refused", "delete-question done"], (await _admin.AuditedAsync("question:little-library:books")).Prepend("delete-question refused"));
    }

    [Fact]
    public async Task What_a_later_question_hangs_on_cannot_be_taken_away()
    {
        await AddBenchAsync();
        Assert.Equal(["books"], (await (await DeleteAsync("damage")).ProblemAsync(ProblemCode.InUse)).GetProperty("questions").Texts());
        var without = await _admin.EntryAsync($"{Bench}/questions/damage");
        without["choices"]!.AsArray().RemoveAt(0);
        Assert.Equal(["books"], (await (await _admin.PutNowAsync($"{Bench}/questions/damage", without)).ProblemAsync(ProblemCode.InUse)).GetProperty("questions").Texts());
        Assert.Equal("\"2\"", await _admin.TagAsync());
    }

    [Fact]
    public async Task What_rules_ask_for_cannot_be_taken_away()
    {
        var (type, question) = ("encampment", await AskedByRulesAsync());
        var problem = await (await DeleteAsync(question, $"{Types}/{type}")).ProblemAsync(ProblemCode.InUse);
        Assert.All(problem.GetProperty("rules").EnumerateArray(), rule => Assert.Contains(question, rule.Text("names"), StringComparison.Ordinal));
        Assert.NotEmpty(problem.GetProperty("rules").EnumerateArray());
    }

    public void Dispose()
    {
        _admin.Dispose();
        _application.Dispose();
    }

    private async Task AddBenchAsync() =>
        Assert.Equal(HttpStatusCode.Created, (await _admin.PutNowAsync(Bench, AdminExamples.ByOperation["PutServiceType"])).StatusCode);

    private Task<HttpResponseMessage> DeleteAsync(string question, string type = Bench) => _admin.DeleteNowAsync($"{type}/questions/{question}");

    /// <summary>The question of encampments that a rule in force needs an answer to.</summary>
    private async Task<string> AskedByRulesAsync()
    {
        var rules = CityFiles.Read(new CityOptions().Folder).Texts[CityFiles.RuleSet];
        var type = await _admin.EntryAsync($"{Types}/encampment");
        return type["questions"]!.AsArray().Select(question => question!["code"]!.GetValue<string>()).First(code => rules.Contains($"\"{code}\"", StringComparison.Ordinal));
    }
}
