using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests;

/// <summary>
/// The program itself on a real socket, with a database file and a key ring of its own. By default in Development,
/// with New York's catalogue and a clock that stands at a Monday noon in New York.
/// </summary>
public sealed class TestApplication : WebApplicationFactory<Program>
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 16, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-").FullName;
    private readonly Dictionary<string, string> _settings = [];
    private readonly List<Action<IServiceCollection>> _replacements = [];
    private string _environment = "Development";

    public TestApplication()
    {
        _settings["ConnectionStrings:Connect311"] = $"Data Source={DatabaseFile}";
        _settings["KeyRing:Folder"] = Path.Combine(_folder, "keys");
        _settings["Photos:Folder"] = Path.Combine(_folder, "photos");

        // A clock that is set hours ahead would let it change requests in the middle of a test.
        _settings["ServiceLevels:Watch"] = "false";
        _settings["Estimates:Make"] = "false";
        _settings["Incidents:Suggest"] = "false";

        // What a broken database does to a report without a spool is asserted by most; SpoolTests turn it on.
        _settings["Spool:Use"] = "false";
        _settings["Spool:Folder"] = Path.Combine(_folder, "spool");

        // The clock stands still, and gives nobody calls back.
        _settings["RateLimits:ReadsBurst"] = "1000000";
        _settings["RateLimits:ActionsBurst"] = "1000000";

        // Tests of messages take the turns themselves.
        _settings["Delivery:Send"] = "false";
        _settings["Connector:Run"] = "false";
        _settings["Delivery:Folder"] = Path.Combine(_folder, "messages");
        UseKestrel(0);
    }

    public FakeTimeProvider Time { get; } = new(Noon);

    public string DatabaseFile => Path.Combine(_folder, "test.db");

    internal Database Database => Services.GetRequiredService<Database>();

    public TestApplication In(string environment)
    {
        _environment = environment;
        return this;
    }

    /// <summary>Sets a setting; before the first call.</summary>
    public TestApplication With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Replaces a service, such as the database by one that fails; before the first call.</summary>
    public TestApplication Replacing(Action<IServiceCollection> replacement)
    {
        _replacements.Add(replacement);
        return this;
    }

    public HttpClient ClientFor(string header, string value)
    {
        StartServer();
        var client = CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        return client;
    }

    /// <summary>A resident's app.</summary>
    public HttpClient App() => ClientFor("X-Api-Key", "demo-app");

    /// <summary>An app with a key of its own, which is limited as every app is.</summary>
    public async Task<HttpClient> KeyedAppAsync()
    {
        using var _ = Anybody();
        var (_, key) = await Services.GetRequiredService<ApiKeyStore>()
            .CreateAsync(Actor.CommandLine, Role.App, "An app", "mobile", null, TestContext.Current.CancellationToken);
        return ClientFor("X-Api-Key", key);
    }

    /// <summary>A member of staff, such as <c>demo-agent-DOT</c>.</summary>
    public HttpClient Staff(string token) => ClientFor("Authorization", $"Bearer {token}");

    public HttpClient Anybody()
    {
        StartServer();
        return CreateClient();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            _replacements.ForEach(replacement => replacement(services));
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}

/// <summary>Calls as a phone or a desk makes them.</summary>
internal static class Calls
{
    /// <summary>A pothole in Brooklyn: the smallest whole report.</summary>
    public const string Pothole = """
        {"serviceType":"street-condition.pothole","description":"Deep pothole.","location":{"latitude":40.67383,"longitude":-73.97054}}
        """;

    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient client, string body, string? key = null) =>
        client.PostJsonAsync("/v1/service-requests", null, body, key);

    /// <summary>Submits a report that must be accepted.</summary>
    public static async Task<JsonElement> SubmittedAsync(this HttpClient client, string body, string? key = null)
    {
        var response = await client.SubmitAsync(body, key);
        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
        return await response.JsonAsync();
    }

    public static Task<HttpResponseMessage> ActAsync(
        this HttpClient client, string number, string action, string? ifMatch, string? body = null) =>
        client.PostJsonAsync($"/v1/service-requests/{number}/{action}", ifMatch, body);

    public static Task<HttpResponseMessage> PostJsonAsync(
        this HttpClient client, string path, string? ifMatch, string? body = null, string? key = null) =>
        client.WriteAsync(HttpMethod.Post, path, ifMatch, body, key);

    public static Task<HttpResponseMessage> PutJsonAsync(this HttpClient client, string path, string? ifMatch, string body) =>
        client.WriteAsync(HttpMethod.Put, path, ifMatch, body, key: null);

    public static Task<HttpResponseMessage> DeleteAsync(this HttpClient client, string path, string? ifMatch) =>
        client.WriteAsync(HttpMethod.Delete, path, ifMatch, body: null, key: null);

    public static Task<HttpResponseMessage> PatchJsonAsync(this HttpClient client, string path, string? ifMatch, string? body) =>
        client.WriteAsync(HttpMethod.Patch, path, ifMatch, body, key: null);

    public static Task<HttpResponseMessage> CorrectAsync(this HttpClient client, string number, string? ifMatch, string body) =>
        client.PatchJsonAsync($"/v1/service-requests/{number}", ifMatch, body);

    /// <summary>Lets days pass at once: the services of the application, which look every few seconds, do not run for each in between.</summary>
    public static void Skip(this FakeTimeProvider time, TimeSpan by) => time.AdjustTime(time.GetUtcNow() + by);

    public static Task<HttpResponseMessage> ReadAsync(this HttpClient client, string path) =>
        client.GetAsync(path, TestContext.Current.CancellationToken);

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static Task<HttpResponseMessage> WriteAsync(
        this HttpClient client, HttpMethod method, string path, string? ifMatch, string? body, string? key)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in new[] { ("If-Match", ifMatch), ("Idempotency-Key", key) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
