using System.Text.Json;
using Connect311.Benchmarks.Servers;
using Connect311.Tests.Routing;

namespace Connect311.Tests.Commands;

/// <summary>The command <c>routing backtest</c>, as a person gives it.</summary>
public sealed class RoutingBacktestCommandTests : IDisposable
{
    private const string Headings =
        "unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude";

    private static readonly string Draft = TestDrafts.BeforeNewYorks("""
        {"id": "holes", "when": {"serviceTypes": ["street-condition.pothole"]}, "assign": {"department": "DPR", "queue": "holes"}, "reason": {"en": "Holes."}}
        """);

    private readonly ServerFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_tried_shown_and_not_stored()
    {
        await ImportAsync();
        var draft = await FileAsync("draft.json", Draft);

        var shown = await RunAsync("routing", "backtest", draft);

        Assert.Equal((0, ""), (shown.Exit, shown.Error));
        Assert.Matches(@"Compared +│ +3 │", shown.Out);
        Assert.Matches(@"Would go to another department +│ +2 │ +66\.67 %", shown.Out);
        Assert.Matches(@"Department of Transportation +│ Department of Parks and Recreation +│ +2", shown.Out);
        Assert.Matches(@"Department of Parks and Recreation, holes +│ +0 │ +2 │ +\+2", shown.Out);
        Assert.Matches(@"311-[0-9]+ +│ [^│]+ │ DOT by .+ \(version 1\) +│ DPR by holes", shown.Out);
        Assert.Equal(2, (await RunAsync("routing", "backtest", "2")).Exit);
    }

    [Fact]
    public async Task The_json_is_that_of_the_API_and_narrows_by_day_and_type()
    {
        await ImportAsync();
        var draft = await FileAsync("draft.json", Draft);

        async Task<JsonElement> TriedAsync(params string[] options)
        {
            var run = await RunAsync(["routing", "backtest", draft, "--json", .. options]);
            Assert.Equal((0, ""), (run.Exit, run.Error));
            return JsonSerializer.Deserialize<JsonElement>(run.Out);
        }

        Assert.Equal(2, (await TriedAsync()).GetProperty("moved").GetInt32());
        Assert.Equal(1, (await TriedAsync("--from", "2026-05-02")).GetProperty("compared").GetInt32());
        Assert.Equal(2, (await TriedAsync("--to", "2026-05-02T00:00:00-04:00")).GetProperty("compared").GetInt32());
        Assert.Equal(1, (await TriedAsync("--type", "noise-residential.*")).GetProperty("compared").GetInt32());
        Assert.Equal(1, (await TriedAsync("--group", "noise")).GetProperty("compared").GetInt32());
        Assert.Empty((await TriedAsync("--examples", "0")).GetProperty("moves")[0].GetProperty("examples").EnumerateArray());
    }

    [Theory]
    [InlineData("There is no version 77 of the rule set.", "77")]
    [InlineData("cannot be read", "no-such-file.json")]
    [InlineData("--from takes a day", "1", "--from", "yesterday")]
    [InlineData("serviceTypes/0 is no service type of this city.", "1", "--type", "no-such")]
    public async Task A_mistake_is_one_line_and_exit_code_2(string message, params string[] options)
    {
        var run = await RunAsync(["routing", "backtest", .. options]);
        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_file_that_is_no_rule_set_is_refused_with_every_fault()
    {
        var run = await RunAsync("routing", "backtest", await FileAsync("bad.json", """{"name": "x", "rules": [{"id": "a"}]}"""));
        Assert.Equal(2, run.Exit);
        Assert.Contains("/timeZone is required; ", run.Error, StringComparison.Ordinal);
        Assert.Contains("/rules/0/assign is required", run.Error, StringComparison.Ordinal);

        var cut = await RunAsync("routing", "backtest", await FileAsync("cut.json", "{"));
        Assert.Equal(2, cut.Exit);
        Assert.Contains("cannot be tried: the document must have the form JSON", cut.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task ImportAsync()
    {
        var file = await FileAsync("rows.csv", $"""
            {Headings}
            1,2026-05-01T10:00:00.000,,DOT,Street Condition,Pothole,,,,,40.69,-73.99
            2,2026-05-02T10:00:00.000,,DOT,Street Condition,Pothole,,,,,40.69,-73.99
            3,2026-05-01T10:00:00.000,,NYPD,Noise - Residential,Loud Music/Party,,,,,40.69,-73.99
            """);
        Assert.Equal(0, (await RunAsync("import", "nyc", file)).Exit);
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        await File.WriteAllTextAsync(path, text, Token);
        return path;
    }

    private async Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) =>
        await ProgramRun.OfAsync(
            new Dictionary<string, string>
            {
                ["ConnectionStrings__Connect311"] = $"Data Source={_folder.DatabaseFile}",
                ["KeyRing__Folder"] = _folder.KeyRing,
            },
            _folder.Path,
            arguments);
}
