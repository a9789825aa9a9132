using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Connect311.Tests.Commands;

public sealed class RefusedStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-start-").FullName;

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_database_that_cannot_be_opened_is_one_line_and_exit_code_2(string environment)
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ConnectionStrings__Connect311"] = $"Data Source={_folder}",
            ["KeyRing__Folder"] = Path.Combine(_folder, "keys"),
            ["KeyRing__CertificateFile"] = await CertificateAsync(),
        };
        var run = await ProgramRun.OfAsync(settings, _folder);

        Assert.Equal(2, run.Exit);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Contains("cannot be opened", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error + run.Out, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> CertificateAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TestApplication.Noon.AddYears(-1), TestApplication.Noon.AddYears(1));
        var file = Path.Combine(_folder, "keyring.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12), TestContext.Current.CancellationToken);
        return file;
    }
}
