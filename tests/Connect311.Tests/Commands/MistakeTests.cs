namespace Connect311.Tests.Commands;

/// <summary>What the caller can mend is exit code 2 and one line, whatever it is.</summary>
public sealed class MistakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-mistake-").FullName;

    [Theory]
    [InlineData("foo")]
    [InlineData("keys")]
    [InlineData("keys", "create")]
    [InlineData("keys", "create", "x", "--channel", "nope")]
    [InlineData("import", "nyc")]
    [InlineData("database", "script", "--engine", "Oracle")]
    [InlineData("--Database:Engine", "SqlServer", "database", "upgrade")]
    [InlineData("--Database:Engine=SqlServer", "database", "check")]
    public Task A_mistaken_command(params string[] arguments) => IsOneLineAsync([], arguments);

    [Theory]
    [InlineData("SqlServer", "Srver=x")]
    [InlineData("SqlServer", "Server=x;Connect Timeout=soon")]
    [InlineData("Sqlite", "Data Surce=x")]
    public Task A_mistaken_connection_string(string engine, string connectionString) => IsOneLineAsync(
        new() { ["Database__Engine"] = engine, ["ConnectionStrings__Connect311"] = connectionString }, "database", "check");

    [Fact]
    public Task A_certificate_that_may_not_be_read() =>
        IsOneLineAsync(new() { ["KeyRing__CertificateFile"] = _folder }, "keys", "list");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task IsOneLineAsync(Dictionary<string, string> settings, params string[] arguments)
    {
        settings.TryAdd("ConnectionStrings__Connect311", $"Data Source={Path.Combine(_folder, "test.db")}");
        settings["KeyRing__Folder"] = Path.Combine(_folder, "keys");
        settings["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var run = await ProgramRun.OfAsync(settings, _folder, arguments);

        Assert.Equal(2, run.Exit);
        Assert.Single(run.Error.Trim().Split('\n'), line => line.Length > 0);
        Assert.Empty(run.Out);
    }
}
