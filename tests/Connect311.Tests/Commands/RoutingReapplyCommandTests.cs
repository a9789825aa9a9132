using System.Text.Json;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Commands;

/// <summary>The command <c>routing reapply</c>, as a person gives it, beside a server over the same file.</summary>
public sealed class RoutingReapplyCommandTests : IDisposable
{
    private readonly ReroutingTown _town = new();

    [Fact]
    public async Task It_shows_first_and_does_it_then_and_does_it_once()
    {
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East));
        await LoadOtherRulesAsync();

        var shown = await RunAsync("routing", "reapply");
        Assert.Equal((0, ""), (shown.Exit, shown.Error));
        Assert.Contains("By version 2 of the rules, of 2 open requests 1 would go to another department", shown.Out, StringComparison.Ordinal);
        Assert.Matches("ROADS +│ DIGGERS +│ 1 ", shown.Out);
        Assert.Contains(number, shown.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed. Give --apply to do it.", shown.Out, StringComparison.Ordinal);
        Assert.Equal(("ROADS", 1), ((await _town.RowAsync(number)).Department, (await _town.RowAsync(number)).Version));

        var trial = await JsonAsync("routing", "reapply", "--json");
        var done = await JsonAsync("routing", "reapply", "--json", "--apply");
        Assert.Equal(trial.GetProperty("moves").ToString(), done.GetProperty("moves").ToString());
        Assert.Equal((1, true, 1), (done.GetProperty("moved").GetInt32(), done.GetProperty("isComplete").GetBoolean(), done.GetProperty("same").GetInt32()));
        Assert.Equal(("DIGGERS", 2), ((await _town.RowAsync(number)).Department, (await _town.RowAsync(number)).RuleSetVersion));
        Assert.Equal(0, (await JsonAsync("routing", "reapply", "--json", "--apply")).GetProperty("moved").GetInt32());

        using var admin = _town.Application.Staff("demo-admin");
        var audit = await (await admin.ReadAsync("/v1/admin/audit")).JsonAsync();
        Assert.Equal(2, audit.GetProperty("items").EnumerateArray().Count(line =>
            (line.Text("action"), line.Text("actor"), line.Text("target")) == ("reapply-routing", "command-line", "rule-set:2")));
        using var agent = _town.Application.Staff("demo-agent-DIGGERS");
        Assert.Equal("rerouted", (await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("history")[1].Text("event"));
        _town.AssertSound();
    }

    [Fact]
    public async Task An_earlier_version_can_be_applied_and_what_was_never_published_only_tried()
    {
        await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await LoadOtherRulesAsync();
        Assert.Equal(0, (await JsonAsync("routing", "reapply", "--json", "--version", "1")).GetProperty("moved").GetInt32());
        Assert.Equal(0, (await RunAsync("routing", "reapply", "--version", "1", "--apply")).Exit);
        await _town.Application.Database.QueryAsync<int>("UPDATE RuleSet SET Status = 'draft' WHERE Version = 1 RETURNING 1;", null, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("routing", "reapply", "--version", "1")).Exit);
        await RefusedAsync("Rule set 1 was never in force: it can be tried, and not be applied.", "--version", "1", "--apply");
    }

    [Fact]
    public async Task What_names_nothing_is_one_line_and_exit_code_2()
    {
        _ = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await RefusedAsync("There is no rule set 9.", "--version", "9");
        await RefusedAsync("hole.rood is no service type of this city.", "--type", "hole.rood");
        await RefusedAsync("none is no group of this city.", "--group", "none");
        await RefusedAsync("DOT is no department of this city.", "--department", "DOT");
        await RefusedAsync("borough:west is no area of this city. One is given as set=code, such as borough=queens.", "--area", "borough:west");
        await RefusedAsync("closed is no status of open requests of this city.", "--status", "closed");
        await RefusedAsync("yesterday is no time.", "--from", "yesterday");
        await RefusedAsync("2026-06-31 is no time.", "--to", "2026-06-31");
        Assert.Equal(1, (await JsonAsync("routing", "reapply", "--json", "--area", "borough=west", "--from", "2026-06-01", "--to", "2026-06-02T00:00:00Z")).GetProperty("looked").GetInt32());
    }

    public void Dispose() => _town.Dispose();

    private async Task RefusedAsync(string message, params string[] options)
    {
        var refused = await RunAsync(["routing", "reapply", .. options]);
        Assert.Equal((2, 1), (refused.Exit, refused.Error.Trim().Split('\n').Length));
        Assert.StartsWith(message, refused.Error, StringComparison.Ordinal);
    }

    /// <summary>Puts rules in force that send holes in the west to the diggers.</summary>
    private async Task LoadOtherRulesAsync()
    {
        var file = Path.Combine(_town.Folder, "rule-set.json");
        var rules = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file,
            rules.Replace("{\"department\": \"ROADS\"}, \"reason\": {\"en\": \"The west", "{\"department\": \"DIGGERS\"}, \"reason\": {\"en\": \"The west", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("catalog", "load", _town.Folder)).Exit);
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        return JsonSerializer.Deserialize<JsonElement>(run.Out);
    }

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) => ProgramRun.OfAsync(
        new Dictionary<string, string>
        {
            ["ConnectionStrings__Connect311"] = $"Data Source={_town.Application.DatabaseFile}",
            ["KeyRing__Folder"] = Path.Combine(Path.GetDirectoryName(_town.Application.DatabaseFile)!, "keys"),
            ["City__Folder"] = _town.Folder,
        },
        _town.Folder,
        arguments);
}
