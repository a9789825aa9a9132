namespace Connect311.Tests.Commands;

/// <summary>Who runs the database need not have the key ring; who touches personal data must.</summary>
public sealed class KeylessCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-keyless-").FullName;

    [Fact]
    public async Task The_schema_and_a_citys_files_need_no_key_ring()
    {
        Assert.Equal((0, ""), await RunAsync("database", "upgrade"));
        Assert.Equal((0, ""), await RunAsync("database", "check"));
        Assert.Equal((0, ""), await RunAsync("database", "script"));
        Assert.Equal((0, ""), await RunAsync("catalog", "check", new Connect311.Api.Catalog.CityOptions().Folder));
    }

    [Theory]
    [InlineData]
    [InlineData("keys", "list")]
    public async Task Serving_and_keys_need_the_key_ring(params string[] arguments)
    {
        var (exit, error) = await RunAsync(arguments);
        Assert.Equal(2, exit);
        Assert.Contains("KeyRing:Folder", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Exit, string Error)> RunAsync(params string[] arguments)
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ConnectionStrings__Connect311"] = $"Data Source={Path.Combine(_folder, "test.db")}",
        };
        var run = await ProgramRun.OfAsync(settings, _folder, arguments);
        return (run.Exit, run.Error);
    }
}
