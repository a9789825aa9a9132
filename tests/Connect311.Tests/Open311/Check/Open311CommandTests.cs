using System.Text.Json;
using System.Xml.Linq;
using Connect311.Tests.Commands;

namespace Connect311.Tests.Open311.Check;

/// <summary>The command as its users run it: a process, a report, an exit code.</summary>
public sealed class Open311CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-open311-").FullName;

    [Fact]
    public async Task A_table_and_exit_code_0_where_no_rule_is_broken()
    {
        var (exit, text, error) = await RunAsync(null);

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("C6.4", text, StringComparison.Ordinal);
        Assert.Contains(" 0 fail, 0 warn", text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_report_in_a_file_and_exit_code_1_where_one_is()
    {
        var deviation = Deviations.All.Single(one => one.Rule == "C7.3");
        var file = Path.Combine(_folder, "report.xml");
        await File.WriteAllTextAsync(file, new string('x', 1_000_000), TestContext.Current.CancellationToken);

        var (exit, text, _) = await RunAsync(deviation, "--format", "junit", "--output", "report.xml");

        Assert.Equal(1, exit);
        Assert.Equal("1", (string?)XDocument.Load(file).Root!.Element("testsuite")!.Attribute("failures"));
        Assert.Contains(" 1 fail", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_and_nothing_else_on_the_standard_output()
    {
        var (exit, text, error) = await RunAsync(null, "--format", "json", "--submit", "--xml-only");

        Assert.Equal((0, ""), (exit, error));
        var json = JsonDocument.Parse(text).RootElement;
        Assert.True(json.GetProperty("submitted").GetBoolean());
        Assert.Equal(["xml"], json.GetProperty("formats").EnumerateArray().Select(format => format.GetString()!));
        Assert.Equal("pass", json.GetProperty("rules").EnumerateArray().Single(rule => rule.Text("id") == "C4.12").Text("result"));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("ftp://example.org/v2")]
    [InlineData("https://user:secret@example.org/v2")]
    [InlineData("http://127.0.0.1:9/v2")]
    [InlineData("http://127.0.0.1:9/v2", "--timeout", "0")]
    [InlineData("http://127.0.0.1:9/v2", "--at", "here")]
    [InlineData("http://127.0.0.1:9/v2", "--format", "pdf")]
    [InlineData("http://127.0.0.1:9/v2", "--xml-only", "--both")]
    [InlineData("http://127.0.0.1:9/v2", "--output", "no/such/folder/x")]
    public async Task What_cannot_be_checked_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = await ProgramRun.OfAsync(new Dictionary<string, string>(), _folder, ["open311", "check", .. arguments]);

        Assert.Equal(2, run.Exit);
        Assert.Single(run.Error.Trim().Split('\n'), line => line.Length > 0);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Exit, string Out, string Error)> RunAsync(Deviation? deviation, params string[] arguments)
    {
        var right = new RightServer(TimeProvider.System.GetUtcNow());
        await using var server = await TestServer.StartAsync(right, call => deviation is null ? right.Answer(call) : deviation.Change(call, right.Answer));
        var environment = new Dictionary<string, string> { ["OPEN311_API_KEY"] = RightServer.Key };
        return await ProgramRun.OfAsync(environment, _folder, ["open311", "check", server.Endpoint.AbsoluteUri, .. arguments]);
    }
}
