namespace Connect311.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-command-").FullName;

    private Dictionary<string, string> Environment => new()
    {
        ["ConnectionStrings__Connect311"] = $"Data Source={Path.Combine(_folder, "test.db")}",
        ["KeyRing__Folder"] = Path.Combine(_folder, "keys"),
    };

    [Fact]
    public async Task A_key_is_made_listed_without_its_secret_and_revoked()
    {
        var made = await RunAsync("keys", "create", "Web form", "--channel", "web");
        var key = made.Out.Split('\n')[0]["X-Api-Key: ".Length..].Trim();
        var id = made.Out.Split('\n')[1].Trim().TrimEnd('.').Split(' ')[^1];

        Assert.DoesNotContain(key, (await RunAsync("keys", "list")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("keys", "revoke", id)).Exit);
        var again = await RunAsync("keys", "revoke", id);
        Assert.Equal(2, again.Exit);
        Assert.Single(again.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_database_without_a_schema_is_one_clear_line_and_exit_code_2()
    {
        var checkedFirst = await RunAsync("database", "check");
        Assert.Equal(2, checkedFirst.Exit);
        Assert.Contains("database upgrade", checkedFirst.Error, StringComparison.Ordinal);
        Assert.Single(checkedFirst.Error.Trim().Split('\n'));
        Assert.False(File.Exists(Path.Combine(_folder, "test.db")));

        Assert.Equal(0, (await RunAsync("database", "upgrade")).Exit);
        Assert.Equal(0, (await RunAsync("database", "check")).Exit);
    }

    [Fact]
    public async Task An_unreachable_server_is_one_clear_line_and_exit_code_2()
    {
        var environment = Environment;
        environment["Database__Engine"] = "SqlServer";
        environment["ConnectionStrings__Connect311"] = "Server=127.0.0.1,9;Database=x;User ID=u;Password=secret;Connect Timeout=1;Encrypt=False";
        var run = await ProgramRun.OfAsync(environment, _folder, "database", "check");

        Assert.Equal(2, run.Exit);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_one_clear_line_and_exit_code_2()
    {
        var environment = Environment;
        environment["Database__Engine"] = "Oracle";
        var run = await ProgramRun.OfAsync(environment, _folder, "database", "check");

        Assert.Equal(2, run.Exit);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_catalogue_is_named_with_file_and_line()
    {
        var city = Path.Combine(_folder, "city");
        CopyFolder(new Connect311.Api.Catalog.CityOptions().Folder, city);
        await File.WriteAllTextAsync(Path.Combine(city, "groups.json"), "[\n{\"code\":\"a\"}\n]", TestContext.Current.CancellationToken);

        var run = await RunAsync("catalog", "check", "city");

        Assert.Equal(2, run.Exit);
        Assert.Contains("groups.json:2: /0/name is required", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_arguments_are_relative_to_the_callers_directory()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "few.csv"),
            "unique_key,created_date,closed_date,agency,complaint_type,descriptor,latitude,longitude\n1,2026-05-01T10:00:00.000,,DOT,Street Condition,Pothole,40.69,-73.99\n",
            TestContext.Current.CancellationToken);

        var run = await RunAsync("import", "nyc", "few.csv");

        Assert.Equal(0, run.Exit);
        Assert.Contains("Last 30 %", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("import", "nyc", "none.csv")).Exit);
    }

    [Fact]
    public async Task The_upgrade_is_printed_whole_for_a_dba()
    {
        var run = await RunAsync("database", "script");
        Assert.Equal(0, run.Exit);
        Assert.Contains("CREATE TABLE ServiceRequest (", run.Out, StringComparison.Ordinal);
        Assert.Contains("INSERT INTO SchemaVersion", run.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "test.db")));
    }

    [Theory]
    [InlineData("imprt")]
    [InlineData("keys", "create")]
    [InlineData("keys", "create", "x")]
    [InlineData("keys", "create", "x", "--department", "NOPE")]
    public async Task A_mistaken_command_ends_with_a_word_and_no_stack_trace(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.NotEqual(0, run.Exit);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) =>
        ProgramRun.OfAsync(Environment, _folder, arguments);

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
