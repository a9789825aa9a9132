using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>What works in Development alone, and what Production demands.</summary>
public sealed class ProductionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-").FullName;

    [Theory]
    [InlineData("X-Api-Key", "demo-app")]
    [InlineData("Authorization", "Bearer demo-operator")]
    public async Task A_Development_database_takes_no_demo_credential_in_Production(string header, string value)
    {
        using var development = OverOneDatabase(new TestApplication());
        using var before = development.ClientFor(header, value);
        Assert.Equal(HttpStatusCode.Created, (await before.SubmitAsync(Calls.Pothole)).StatusCode);

        using var production = InProduction();
        using var after = production.ClientFor(header, value);
        await (await after.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task Keys_of_the_database_work_in_Production()
    {
        using var production = InProduction();
        using var anybody = production.Anybody();
        var (_, key) = await production.Services.GetRequiredService<ApiKeyStore>()
            .CreateAsync(Actor.CommandLine, Role.App, "The app", "mobile", null, TestContext.Current.CancellationToken);
        using var app = production.ClientFor("X-Api-Key", key);
        await app.SubmittedAsync(Calls.Pothole);
    }

    [Fact]
    public async Task Tokens_of_the_database_work_in_Production_from_any_machine()
    {
        using var production = InProduction().With("ForwardedHeaders:KnownProxies:0", "127.0.0.1");
        using var admin = production.Staff(await production.TokenAsync(Role.Admin));
        admin.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.OK, (await admin.ReadAsync("/v1/admin/staff")).StatusCode);
    }

    [Theory]
    [InlineData("/swagger/index.html")]
    [InlineData("/openapi/v1.json")]
    public async Task The_documents_are_shown_in_Production_only_where_that_is_wanted(string path)
    {
        using var production = InProduction();
        using var anybody = production.Anybody();
        await (await anybody.ReadAsync(path)).ProblemAsync(ProblemCode.NotFound);
        using var open = InProduction().With("Swagger:Enabled", "true");
        using var reader = open.Anybody();
        Assert.Equal(HttpStatusCode.OK, (await reader.ReadAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("", "KeyRing:Folder")]
    [InlineData("KeyRing__Folder=keys", "KeyRing:CertificateFile")]
    [InlineData("KeyRing__Folder=keys KeyRing__CertificateFile=/nowhere.p12", "/nowhere.p12")]
    public async Task Without_a_protected_key_ring_it_refuses_to_start(string settings, string named)
    {
        var (exitCode, said) = await StartAsync(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, exitCode);
        Assert.Contains(named, said);
        Assert.DoesNotContain("   at ", said);
    }

    [Theory]
    [InlineData("ConnectionStrings__Connect311", "Data Source=/proc/nowhere/connect311.db", "/proc/nowhere/connect311.db")]
    [InlineData("ConnectionStrings__Connect311", "nonsense", "ConnectionStrings:Connect311")]
    [InlineData("City__Folder", "/nowhere", "/nowhere")]
    [InlineData("RateLimits__SubmissionsPerMinute", "0", "SubmissionsPerMinute")]
    [InlineData("Oidc__Authority", "http://login.example.org", "Oidc:Authority")]
    [InlineData("Oidc__Authority", "https://login.example.org", "Oidc:Audience")]
    public async Task What_the_operator_can_mend_is_said_in_words(string setting, string value, string named)
    {
        var (exitCode, said) = await StartAsync(
            "ASPNETCORE_ENVIRONMENT=Development", $"KeyRing__Folder={Path.Combine(_folder, "keys")}", $"{setting}={value}");
        Assert.Equal(2, exitCode);
        Assert.Contains(named, said);
        Assert.DoesNotContain("   at ", said);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TestApplication InProduction() => OverOneDatabase(new TestApplication())
        .In("Production")
        .With("KeyRing:CertificateFile", Certificate())
        .With("KeyRing:CertificatePassword", "secret");

    private TestApplication OverOneDatabase(TestApplication application) => application
        .With("ConnectionStrings:Connect311", $"Data Source={Path.Combine(_folder, "one.db")}")
        .With("KeyRing:Folder", Path.Combine(_folder, "keys"));

    private string Certificate()
    {
        var file = Path.Combine(_folder, "ring.p12");
        if (!File.Exists(file))
        {
            using var key = RSA.Create(2048);
            using var certificate = new CertificateRequest("CN=Connect311 tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(TestApplication.Noon.AddYears(-1), TestApplication.Noon.AddYears(10));
            File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, "secret"));
        }

        return file;
    }

    /// <summary>Starts the program itself, which must end by itself.</summary>
    private async Task<(int ExitCode, string Said)> StartAsync(params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Connect311.Api.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ConnectionStrings__Connect311"] = $"Data Source={Path.Combine(_folder, "refused.db")}";
        foreach (var setting in settings)
        {
            start.Environment[setting.Split('=')[0]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        using var process = Process.Start(start)!;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var said = await process.StandardError.ReadToEndAsync(patience.Token) + await output;
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, said);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
