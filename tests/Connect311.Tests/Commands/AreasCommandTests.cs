using Connect311.Benchmarks.Servers;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Commands;

/// <summary>The command <c>areas</c>, as a person gives it, beside two servers that run.</summary>
public sealed class AreasCommandTests : IDisposable
{
    private static readonly string Beats = Collection(Beat("7", "Seventh", -74.1), Beat("8", "Eighth", -74));

    private readonly ServerFolder _folder = new();

    [Fact]
    public async Task Running_servers_take_an_import_within_seconds()
    {
        await using var one = ServerProcess.Start(_folder);
        await one.Address;
        await using var two = ServerProcess.Start(_folder);
        await two.Address;
        var file = await FileAsync("beats.geojson", Beats);

        var imported = await RunAsync("areas", "import", "beat", file, "--code", "beat", "--name", "label");

        Assert.Equal((0, ""), (imported.Exit, imported.Error));
        Assert.Equal(
            "beat: 2 areas with 10 corners are in force as version 1. Servers take them within seconds.\n",
            imported.Out.ReplaceLineEndings("\n"));
        foreach (var server in new[] { one, two })
        {
            using var client = new HttpClient { BaseAddress = await server.Address };
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer demo-agent-DOT");
            while (!(await client.ReadAsync("/v1/departments/DOT/queue?area=beat:7")).IsSuccessStatusCode)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task A_set_is_imported_listed_replaced_and_removed()
    {
        var file = await FileAsync("beats.geojson", Beats);
        Assert.Equal(0, (await RunAsync("areas", "import", "beat", file, "--code", "beat")).Exit);
        var again = await RunAsync("areas", "import", "beat", file, "--code", "beat");
        Assert.Equal("beat: 2 areas with 10 corners are in force already as version 1; nothing was changed.", again.Out.Trim());

        var fewer = await FileAsync("fewer.geojson", Collection(Beat("8", "Eighth", -74), Beat("9", "Ninth", -74.1)));
        var replaced = await RunAsync("areas", "import", "beat", fewer, "--code", "beat");
        Assert.Contains("as version 2.", replaced.Out, StringComparison.Ordinal);
        Assert.Contains("New: 9.", replaced.Out, StringComparison.Ordinal);
        Assert.Contains("Gone: 7.", replaced.Out, StringComparison.Ordinal);

        var list = (await RunAsync("areas", "list")).Out;
        Assert.Matches(@"borough +│ +5 +│ [0-9 ]+│ the city's files", list);
        Assert.Matches(@"beat +│ 2 +│ 10 +│ fewer\.geojson, beat +│ 2 ", list);

        var removed = await RunAsync("areas", "remove", "beat");
        Assert.Contains("out of force with version 3", removed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("fewer", (await RunAsync("areas", "list")).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("areas", "remove", "beat")).Exit);
    }

    [Fact]
    public async Task What_is_wrong_is_one_line_exit_code_2_and_changes_nothing()
    {
        var sound = await FileAsync("beats.geojson", Beats);
        var crossing = await FileAsync("crossing.geojson", Collection(Beat("7", "Seventh", -74.1), Feature("8", "-74 40, -73 41, -73 40, -74 41")
            .Replace("\"code\"", "\"beat\"", StringComparison.Ordinal)));
        await RefusedAsync("crossing.geojson is refused, and nothing was changed: feature 2: geometry crosses", "beat", crossing, "--code", "beat");
        await RefusedAsync("feature 1: precint is no property of it; there are: beat, label", "beat", sound, "--code", "precint");
        await RefusedAsync("There is no file", "beat", "none.geojson", "--code", "beat");
        await RefusedAsync("name of a set is made of", "My beats", sound, "--code", "beat");
        await RefusedAsync("Option '--code' is required", "beat", sound);
        Assert.DoesNotContain("beat", (await RunAsync("areas", "list")).Out, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static string Beat(string code, string label, double west) => Feature("x", Square(west, 40.6, 0.1))
        .Replace("\"code\":\"x\",\"name\":\"The x\"", $"\"beat\":{code},\"label\":\"{label}\"", StringComparison.Ordinal);

    private async Task RefusedAsync(string reason, params string[] arguments)
    {
        var run = await RunAsync(["areas", "import", .. arguments]);
        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.Contains(reason, Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private async Task<string> FileAsync(string name, string json)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, name), json, TestContext.Current.CancellationToken);
        return name;
    }

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) => ProgramRun.OfAsync(
        new Dictionary<string, string> { ["ConnectionStrings__Connect311"] = _folder.ConnectionString, ["KeyRing__Folder"] = _folder.KeyRing },
        _folder.Path,
        arguments);
}
