namespace Connect311.Tests.Commands;

/// <summary><c>numbers</c>, as whoever writes the month's report gives it.</summary>
public sealed class NumbersCommandTests : IDisposable
{
    private readonly TestApplication _application = new();

    [Fact]
    public async Task The_numbers_of_a_period_are_one_table()
    {
        using (var app = _application.App())
        {
            await app.SubmittedAsync(Calls.Pothole);
        }

        var by = await RunAsync("--from", "2026-06-01", "--to", "2026-06-30");
        Assert.Equal((0, ""), (by.Exit, by.Error));
        Assert.Contains("from 2026-06-01 to 2026-06-30", by.Out, StringComparison.Ordinal);
        Assert.Contains("DOT  Department of Transportation", by.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_said_by_option()
    {
        var wrong = await RunAsync("--by", "weekday", "--area-set", "beat");
        Assert.Equal(2, wrong.Exit);
        Assert.StartsWith("--by must be one of: department, serviceType, area, month, agent; --area-set must be one of: ", wrong.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _application.Dispose();

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] options) => ProgramRun.OfAsync(
        new Dictionary<string, string>
        {
            ["ConnectionStrings__Connect311"] = $"Data Source={_application.DatabaseFile}",
            ["KeyRing__Folder"] = Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "keys"),
        },
        Path.GetDirectoryName(_application.DatabaseFile)!,
        ["numbers", .. options]);
}
