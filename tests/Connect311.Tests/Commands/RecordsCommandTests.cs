using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Commands;

/// <summary><c>retention</c> and <c>records</c>, as a records officer gives them.</summary>
public sealed partial class RecordsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-records-").FullName;

    [Fact]
    public async Task Old_reports_are_counted_erased_listed_and_exported_until_they_are_gone()
    {
        var file = Path.Combine(_folder, "old.csv");
        await File.WriteAllTextAsync(
            file,
            """
            unique_key,created_date,closed_date,agency,complaint_type,descriptor,latitude,longitude
            1,2003-05-01T10:00:00.000,2003-05-02T10:00:00.000,DOT,Street Condition,Pothole,40.69,-73.99
            2,2026-05-01T10:00:00.000,2026-05-02T10:00:00.000,DOT,Street Condition,Pothole,40.69,-73.99
            """,
            TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("import", "nyc", file, "--rejects", Path.Combine(_folder, "rejects.csv"))).Exit);

        var counted = await RunAsync("retention", "run", "--dry-run");
        Assert.Matches(@"street-condition\.pothole\s.*request\s.*P20Y\s.*1\s.*0\s.*0", counted.Out);
        Assert.Contains("Would be erased", counted.Out, StringComparison.Ordinal);
        Assert.Contains("Source of the periods: assumed.", (await RunAsync("retention", "run")).Out, StringComparison.Ordinal);
        Assert.Equal((0, "Nothing is due."), Said(await RunAsync("retention", "run")));

        var listed = await RunAsync("retention", "ledger");
        var gone = Number().Match(Assert.Single(listed.Out.Split('\n'), line => line.Contains("period", StringComparison.Ordinal))).Value;
        Assert.Contains($"There is no request {gone}.", (await RunAsync("records", "export", gone)).Error, StringComparison.Ordinal);
        Assert.Contains(": 0 faults.", (await RunAsync("history", "verify")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nothing_stored_nothing_is_due()
    {
        var counted = await RunAsync("retention", "run", "--dry-run");
        Assert.Equal((0, "Nothing is due.", ""), (counted.Exit, counted.Out.Trim(), counted.Error));
        Assert.Equal((0, "Nothing is due."), Said(await RunAsync("retention", "run")));
        Assert.Equal((0, "Nothing was erased."), Said(await RunAsync("retention", "ledger", "--since", "2026-01-01")));
    }

    [Theory]
    [InlineData("'soon' is no day", "retention", "ledger", "--since", "soon")]
    [InlineData("There is no request 311-10000004", "records", "export", "311-10000004")]
    [InlineData("is mistyped", "records", "export", "311-10000007")]
    [InlineData("is no tracking number", "records", "export", "seven")]
    [InlineData("--dryrun", "retention", "run", "--dryrun")]
    public async Task A_mistake_is_one_line_and_exit_code_2(string says, params string[] arguments)
    {
        var (exit, _, error) = await RunAsync(arguments);
        Assert.Equal(2, exit);
        Assert.Contains(says, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"311-\d+")]
    private static partial Regex Number();

    private static (int, string) Said((int Exit, string Out, string Error) run) => (run.Exit, run.Out.Trim());

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) => ProgramRun.OfAsync(
        new Dictionary<string, string>
        {
            ["ConnectionStrings__Connect311"] = $"Data Source={Path.Combine(_folder, "test.db")}",
            ["KeyRing__Folder"] = Path.Combine(_folder, "keys"),
        },
        _folder,
        arguments);
}
