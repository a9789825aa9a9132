using System.Diagnostics;
using Connect311.Tests.Triage;

namespace Connect311.Tests.Commands;

public sealed class ReadmeTests : IDisposable
{
    private readonly TestApplication _application = new();

    [Fact]
    public async Task The_walk_in_the_readme_takes_a_report_from_submission_to_closing()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/curl"))
        {
            Assert.Skip("the walk is run with bash and curl");
        }

        using var client = _application.Anybody();
        var walk = Walk().Replace("http://localhost:5311", client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", walk]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        var said = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, bash.ExitCode);
        Assert.EndsWith("}", said.Trim(), StringComparison.Ordinal);
        Assert.Contains("\"status\":\"closed\"", said[said.LastIndexOf("{\"trackingNumber\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void The_readme_is_short_enough_to_be_read()
    {
        Assert.InRange(File.ReadAllLines(ReadmePath()).Length, 50, 300);
        Assert.InRange(Walk().Split('\n').Length, 10, 100);
    }

    [Fact]
    public void The_lifecycle_in_the_readme_is_the_one_of_the_table() =>
        Assert.Equal(LifecycleDiagram.Text, Block("<!-- lifecycle", "mermaid").TrimEnd());

    public void Dispose() => _application.Dispose();

    private static string Walk() => Block("<!-- walk", "bash");

    /// <summary>The first block of a language behind a mark.</summary>
    private static string Block(string mark, string language)
    {
        var readme = File.ReadAllText(ReadmePath()).ReplaceLineEndings("\n");
        var after = readme[readme.IndexOf(mark, StringComparison.Ordinal)..];
        var begin = $"```{language}\n";
        var block = after[(after.IndexOf(begin, StringComparison.Ordinal) + begin.Length)..];
        return block[..block.IndexOf("```", StringComparison.Ordinal)];
    }

    private static string ReadmePath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Connect311.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "README.md");
    }
}
