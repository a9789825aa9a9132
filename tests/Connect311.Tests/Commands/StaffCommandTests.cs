using Connect311.Api.Staff.Audit;
using Microsoft.Data.Sqlite;
using Polly;

namespace Connect311.Tests.Commands;

/// <summary><c>staff</c>, as whoever sets a city up gives it.</summary>
public sealed class StaffCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-staff-").FullName;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "test.db")}";

    [Fact]
    public async Task The_first_admin_comes_from_the_command_line()
    {
        var added = await RunAsync("staff", "add", "Ana O'Hara", "--role", "admin");
        Assert.Equal((0, ""), (added.Exit, added.Error));
        var id = After(added.Out, "The id is ")[..32];
        var made = await RunAsync("staff", "token", id, "--name", "laptop", "--days", "30");
        var token = After(made.Out, "Authorization: Bearer ").Split('\n')[0].Trim();
        Assert.Matches("^c311_staff_[A-Za-z0-9_-]{43}$", token);

        var listed = await RunAsync("staff", "list");
        Assert.Contains("Ana O'Hara", listed.Out, StringComparison.Ordinal);
        var tokens = await RunAsync("staff", "list", id);
        Assert.Contains("laptop", tokens.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("c311_", listed.Out + tokens.Out, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("staff", "revoke", token)).Exit);
        var gone = await RunAsync("staff", "deactivate", id);
        Assert.Contains("Nobody is left who may administer", gone.Out, StringComparison.Ordinal);
        Assert.Equal(
            ["add-staff", "create-token", "revoke-token", "deactivate-staff"],
            (await AuditAsync()).Select(happened => happened.Action));
        Assert.All(await AuditAsync(), happened => Assert.Equal(("command-line", "command-line"), (happened.Actor, happened.ActorRole)));
    }

    [Fact]
    public async Task What_else_the_command_line_administers_is_audited()
    {
        var made = await RunAsync("keys", "create", "Web form", "--channel", "web");
        await RunAsync("keys", "revoke", made.Out.Trim().TrimEnd('.').Split(' ')[^1]);
        var town = Path.Combine(_folder, "town");
        foreach (var (name, text) in Catalog.SmallCity.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(town, name))!);
            await File.WriteAllTextAsync(Path.Combine(town, name), text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await RunAsync("catalog", "load", town)).Exit);
        Assert.Equal(0, (await RunAsync("catalog", "load", town)).Exit);

        Assert.Equal(
            ["create-key", "revoke-key", "load-catalog catalog:2"],
            (await AuditAsync()).Select(happened => happened.Action == "load-catalog" ? $"{happened.Action} {happened.Target}" : happened.Action));
    }

    [Theory]
    [InlineData("add", "Ana")]
    [InlineData("add", "Ana", "--role", "chief")]
    [InlineData("add", "Ana", "--role", "agent")]
    [InlineData("add", "Ana", "--role", "agent", "--department", "NOPE")]
    [InlineData("add", "Ana", "--role", "admin", "--department", "DOT")]
    [InlineData("add", "", "--role", "admin")]
    [InlineData("token", "nobody", "--name", "laptop")]
    [InlineData("token", "nobody", "--name", "laptop", "--days", "0")]
    [InlineData("list", "nobody")]
    [InlineData("revoke", "nobody")]
    [InlineData("deactivate", "nobody")]
    public async Task A_mistake_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = await RunAsync(["staff", .. arguments]);
        Assert.Equal(2, run.Exit);
        Assert.Single(run.Error.Trim().Split('\n'), line => line.Length > 0);
        Assert.Empty(run.Out);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static string After(string text, string mark)
    {
        Assert.Contains(mark, text, StringComparison.Ordinal);
        return text[(text.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..];
    }

    private async Task<List<AuditEvent>> AuditAsync()
    {
        using var database = new Api.Databases.SqliteDatabase(ConnectionString, ResiliencePipeline.Empty);
        var events = await new AuditLog(database, TimeProvider.System).PageAsync(null, null, AuditLog.End, 100, TestContext.Current.CancellationToken);
        return [.. events.OrderBy(happened => happened.Position)];
    }

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) => ProgramRun.OfAsync(
        new Dictionary<string, string>
        {
            ["ConnectionStrings__Connect311"] = ConnectionString,
            ["KeyRing__Folder"] = Path.Combine(_folder, "keys"),
        },
        _folder,
        arguments);
}
