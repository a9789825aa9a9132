using System.Text.Json.Nodes;
using Connect311.Benchmarks.Servers;
using Connect311.Tests.Http;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Commands;

/// <summary>The command <c>routing</c>, as a person gives it, beside servers that run.</summary>
public sealed class RoutingCommandTests : IDisposable
{
    private const string Rule =
        """{"id":"potholes","when":{"serviceTypes":["street-condition.pothole"]},"assign":{"department":"DPR"},"reason":{"en":"Parks fill holes now."}}""";

    private readonly ServerFolder _folder = new();

    [Fact]
    public async Task Running_servers_take_what_a_command_or_another_server_puts_in_force()
    {
        await using var one = ServerProcess.Start(_folder);
        await one.Address;
        await using var two = ServerProcess.Start(_folder);
        using var here = await ClientAsync(one);
        using var there = await ClientAsync(two);
        Assert.Equal(("DOT", 1), await DecidedAsync(there));

        await ExportedAsync(rules => rules.Insert(0, JsonNode.Parse(Rule)));
        var published = await RunAsync("routing", "publish", "rules.json");
        Assert.Equal((0, ""), (published.Exit, published.Error));
        Assert.Contains("Rule set 2 is in force, in the place of 1. Servers take it within seconds. To take it back: routing roll-back 1", published.Out, StringComparison.Ordinal);
        await TakenAsync(here, 2);
        await TakenAsync(there, 2);
        Assert.Equal(("DPR", 2), await DecidedAsync(there));

        // An admin of one server takes it back: that one knows at once, the other within seconds.
        var first = await here.ReadAsync("/v1/admin/rule-sets/1");
        var back = await here.PostJsonAsync("/v1/admin/rule-sets/1/publish", first.Headers.ETag!.Tag);
        Assert.True(back.IsSuccessStatusCode, await back.TextAsync());
        Assert.Equal(("DOT", 1), await DecidedAsync(here));
        await TakenAsync(there, 1);
    }

    [Fact]
    public async Task A_rule_set_goes_out_to_a_file_and_comes_back_the_same()
    {
        Assert.Equal("Rule set 1 is written to rules.json.\n", (await RunAsync("routing", "export", "--output", "rules.json")).Out.ReplaceLineEndings("\n"));
        var imported = await RunAsync("routing", "import", "rules.json", "--based-on", "1");
        Assert.Equal((0, ""), (imported.Exit, imported.Error));
        Assert.Contains("rules.json is stored as draft 2: no errors, 1 warning.", imported.Out, StringComparison.Ordinal);

        Assert.Equal(await File.ReadAllTextAsync(PathOf("rules.json"), TestContext.Current.CancellationToken), (await RunAsync("routing", "export", "2")).Out);
        Assert.Matches(@"2 +│ draft +│ 1 +│ [0-9: Z-]+│ command-line ", (await RunAsync("routing", "list")).Out);
        Assert.DoesNotContain("published", (await RunAsync("routing", "list", "--status", "draft")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_in_one_line_is_set_out_in_lines()
    {
        await ExportedAsync(_ => { });
        var text = JsonNode.Parse(await File.ReadAllTextAsync(PathOf("rules.json"), TestContext.Current.CancellationToken))!;
        await File.WriteAllTextAsync(PathOf("line.json"), text.ToJsonString(), TestContext.Current.CancellationToken);
        await RunAsync("routing", "import", "line.json");
        var exported = (await RunAsync("routing", "export", "2")).Out;
        Assert.True(exported.Split('\n').Length > 100);
        Assert.True(JsonNode.DeepEquals(text, JsonNode.Parse(exported)));
    }

    [Fact]
    public async Task A_check_names_severity_line_rule_and_sentence_and_errors_stop_publishing()
    {
        await ExportedAsync(rules => rules.Insert(0, JsonNode.Parse(Rule.Replace("DPR", "NOBODY", StringComparison.Ordinal))));

        var found = await RunAsync("routing", "check", "rules.json");
        Assert.Equal((1, ""), (found.Exit, found.Error));
        Assert.Matches(@"error +│ [0-9]+ +│ potholes +│ /rules/0/assign/department names the department NOBODY, which nothing defines", found.Out);
        Assert.Contains("rules.json: 41 rules, 1 error, 1 warning.", found.Out, StringComparison.Ordinal);

        var refused = await RunAsync("routing", "publish", "rules.json");
        Assert.Equal((2, "rules.json is not published, and nothing was changed: 1 error, 1 warning."), (refused.Exit, refused.Error.Trim()));
        Assert.DoesNotContain("draft", (await RunAsync("routing", "list")).Out, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("routing", "import", "rules.json")).Exit);
        Assert.Equal(1, (await RunAsync("routing", "check", "2")).Exit);
        refused = await RunAsync("routing", "publish", "2");
        Assert.Equal((2, "Rule set 2 is not published, and nothing was changed: 1 error, 1 warning."), (refused.Exit, refused.Error.Trim()));
        Assert.Equal(0, (await RunAsync("routing", "check", "1")).Exit);
    }

    [Fact]
    public async Task What_is_wrong_is_one_line_exit_code_2_and_changes_nothing()
    {
        await File.WriteAllTextAsync(PathOf("broken.json"), "{\n\"name\": \"x\",\n]", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(PathOf("bytes.json"), [0x7B, 0xE9, 0x7D], TestContext.Current.CancellationToken);
        await RefusedAsync("There is no rule set 7. 'routing list' shows all.", "publish", "7");
        await RefusedAsync("There is no rule set 99999999999.", "export", "99999999999");
        await RefusedAsync("There is no rule set 0.", "import", "broken.json", "--based-on", "0");
        await RefusedAsync("There is no file", "check", "none.json");
        await RefusedAsync("bytes.json is no text in UTF-8.", "publish", "bytes.json");
        await RefusedAsync("broken.json is refused, and nothing was stored", "import", "broken.json");
        await RefusedAsync("Required argument 'version' missing", "roll-back");
        await RunAsync("routing", "export", "--output", "rules.json");
        await RunAsync("routing", "import", "rules.json");
        await RefusedAsync("Rule set 2 was never in force: it is a draft. Give 'routing publish 2'.", "roll-back", "2");
        Assert.Contains("in force already; nothing was changed", (await RunAsync("routing", "publish", "1")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("routing", "publish", "2")).Exit);
        await RefusedAsync("give 'routing roll-back 1'", "publish", "1");
        var broken = await RunAsync("routing", "check", "broken.json");
        Assert.Equal(1, broken.Exit);
        Assert.Matches(@"error +│ 3 ", broken.Out);
    }

    [Fact]
    public async Task One_that_is_damaged_is_named_and_taken_back()
    {
        await RunAsync("routing", "export", "--output", "rules.json");
        await RunAsync("routing", "publish", "rules.json");
        await using (var connection = new SqliteConnection(_folder.ConnectionString))
        {
            Assert.NotEqual(0, await connection.ExecuteAsync("UPDATE CityFile SET Content = '{' WHERE Name = 'rule-set.json' AND Version = 2;"));
        }

        var listed = await RunAsync("routing", "list");
        Assert.Equal(0, listed.Exit);
        Assert.StartsWith("Rule set 2 is published and cannot be read", Assert.Single(listed.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("routing", "roll-back", "1")).Exit);
        Assert.Equal("", (await RunAsync("routing", "list")).Error);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static async Task<HttpClient> ClientAsync(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = await server.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", "demo-app");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer demo-admin");
        return client;
    }

    private static async Task<(string Department, int Version)> DecidedAsync(HttpClient client)
    {
        using var app = new HttpClient { BaseAddress = client.BaseAddress };
        app.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", "demo-app");
        var answer = await app.SubmittedAsync(Calls.Pothole);
        return (answer.GetProperty("department").Text("code"), answer.GetProperty("routing").GetProperty("ruleSetVersion").GetInt32());
    }

    /// <summary>Waits until a server decides by a version, and no longer than its looks are apart, with room for a busy machine.</summary>
    private static async Task TakenAsync(HttpClient client, int version)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await DecidedAsync(client)).Version != version)
        {
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>The rule set in force in a file, with its rules changed.</summary>
    private async Task ExportedAsync(Action<JsonArray> change)
    {
        Assert.Equal(0, (await RunAsync("routing", "export", "--output", "rules.json")).Exit);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(PathOf("rules.json"), TestContext.Current.CancellationToken))!;
        change(document["rules"]!.AsArray());
        await File.WriteAllTextAsync(
            PathOf("rules.json"), document.ToJsonString(new() { WriteIndented = true }), TestContext.Current.CancellationToken);
    }

    private async Task RefusedAsync(string reason, params string[] arguments)
    {
        var run = await RunAsync(["routing", .. arguments]);
        Assert.Equal(2, run.Exit);
        Assert.Contains(reason, Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) => ProgramRun.OfAsync(
        new Dictionary<string, string> { ["ConnectionStrings__Connect311"] = _folder.ConnectionString, ["KeyRing__Folder"] = _folder.KeyRing },
        _folder.Path,
        arguments);
}
