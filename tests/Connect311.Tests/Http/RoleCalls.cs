using Connect311.Api.Routing.RuleSets;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Tests.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Asks for the lines of the <see cref="RoleTable"/>.</summary>
internal sealed class RoleCalls(SignInApplication world)
{
    private const string Noise =
        """{"serviceType":"noise-residential.loud-music-party","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    private const string RuleSet =
        """{"name":"nyc","timeZone":"America/New_York","fallback":{"department":"DOT","reason":{"en":"All."}},"rules":[]}""";

    private const string Drugs =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    private StaffMember? _member;

    public TestApplication Application => world.Application;

    /// <summary>A caller of this kind, once for each way of signing in.</summary>
    public async IAsyncEnumerable<(string Name, HttpClient Caller)> CallersAsync(string credential)
    {
        using var anybody = Application.Anybody();
        switch (credential)
        {
            case "none":
                yield return (credential, Application.Anybody());
                break;
            case "wrong":
                yield return (credential, Application.ClientFor("X-Api-Key", "wrong"));
                break;
            case "app":
                yield return (credential, Application.App());
                break;
            case "key":
                var (_, key) = await Application.Services.GetRequiredService<ApiKeyStore>()
                    .CreateAsync(Actor.CommandLine, Role.Department, "Its own system", null, "DOT", TestContext.Current.CancellationToken);
                yield return (credential, Application.ClientFor("X-Department-Key", key));
                break;
            default:
                var department = Role.HasDepartment(credential) ? "DOT" : null;
                var demo = $"demo-{credential.Replace("-", "", StringComparison.Ordinal)}{(department is null ? "" : "-DOT")}";
                yield return ($"{credential} by demo", Application.Staff(demo));
                yield return ($"{credential} by token", Application.Staff(await Application.TokenAsync(credential, department)));
                yield return ($"{credential} by issuer", Application.Staff(
                    world.Issuer.Token($"a-{credential}", ("roles", credential), ("department", department))));
                break;
        }
    }

    /// <summary>What a caller is answered, with something fresh for each word of the table.</summary>
    public async Task<int> StatusAsync(HttpClient caller, string route, string path)
    {
        var words = path.Split('/', '=');
        var asked = path;
        foreach (var word in words.Where(word => word.Length > 2 && word.All(c => char.IsUpper(c) || c is '_' or '3' or '1')))
        {
            asked = asked.Replace(word, await IdOfAsync(word), StringComparison.Ordinal);
        }

        var response = route.Split(' ')[0] switch
        {
            "GET" => await caller.ReadAsync(asked),
            "HEAD" => await caller.SendAsync(new(HttpMethod.Head, asked), TestContext.Current.CancellationToken),
            "PUT" => await caller.PutJsonAsync(asked, "\"1\"", BodyOf(route)!),
            "DELETE" => await caller.DeleteAsync(asked, "\"1\""),
            "PATCH" => await caller.PatchJsonAsync(asked, "\"1\"", """{"address":{"text":"1 Main St"}}"""),
            _ => await caller.PostJsonAsync(asked, "\"1\"", BodyOf(route)),
        };
        return (int)response.StatusCode;
    }

    /// <summary>Of somebody else each time.</summary>
    private static string NewHold => $$"""{"kind":"email","value":"{{Guid.CreateVersion7()}}@example.org","reason":"Too many.","days":1}""";

    /// <summary>Changes of the catalogue are such as change nothing, so that its version stays the first.</summary>
    private static string? BodyOf(string route) => route switch
    {
        "POST /v1/service-requests" or "POST /v1/routing/simulate" => Calls.Pothole,
        "POST /v1/service-requests/batch" => """{"items":[{}]}""",
        "POST /v1/incidents" or "POST /v1/incidents/{incident}/join" or "POST /v1/incidents/{incident}/split" => """{"requests":["311-12340","311-12354"]}""",
        "POST /v1/routing/backtests" => """{"version":1}""",
        "POST /v1/holds" => NewHold,
        "PUT /v1/me/push" => "{}",
        "POST /v1/devices/claim" => """{"code":"0000-0000-0000"}""",
        "POST /v1/service-requests/bulk" => """{"mode":"best-effort","action":"acknowledge","items":[{"trackingNumber":"311-10000004","version":99}]}""",
        "POST /v1/admin/staff" or "PUT /v1/admin/staff/{id}" => """{"name":"Kim","role":"operator"}""",
        "PUT /v1/admin/departments/{code}" => """{"name":{"en":"Department of Transportation"}}""",
        "PUT /v1/admin/groups/{code}" => """{"name":{"en":"Streets and sidewalks"}}""",
        "POST /v1/admin/rule-sets" => """{"basedOn":1}""",
        "PUT /v1/admin/rule-sets/{version}" => RuleSet,
        "PUT /v1/admin/rule-sets/{version}/rules/{id}" => """{"id":"new","assign":{"department":"DOT"},"reason":{"en":"New."}}""",
        "PUT /v1/me/queue-filters/{name}" => """{"department":"DOT"}""",
        _ when route.StartsWith("PUT", StringComparison.Ordinal) => "{}",
        _ when route.EndsWith("/close", StringComparison.Ordinal) => """{"outcome":"fixed"}""",
        _ when route.EndsWith("/ask", StringComparison.Ordinal) || route.EndsWith("/notes", StringComparison.Ordinal) || route.EndsWith("/updates", StringComparison.Ordinal) => """{"text":"Which side?"}""",
        _ when route.EndsWith("/transfer", StringComparison.Ordinal) => """{"department":"DPR","reason":"unclear"}""",
        _ when route.EndsWith("/wait", StringComparison.Ordinal) => """{"waitingFor":"parts"}""",
        _ when route.EndsWith("}/cancel", StringComparison.Ordinal) && route.Contains("{trackingNumber}", StringComparison.Ordinal) => """{"outcome":"test","note":"A try."}""",
        _ when route.EndsWith("/dispute/reject", StringComparison.Ordinal) => """{"sentence":"It is done."}""",
        _ when route.Contains("/legal-hold", StringComparison.Ordinal) => """{"reason":"A lawsuit."}""",
        _ when route.EndsWith("/reopen", StringComparison.Ordinal) => """{"reason":"Not done."}""",
        _ when route.EndsWith("/assign", StringComparison.Ordinal) => """{"assignee":"demo-agent-DOT"}""",
        _ when route.EndsWith("/tokens", StringComparison.Ordinal) => """{"name":"laptop"}""",
        _ => null,
    };

    /// <summary>The id of something fresh that a word of the table stands for.</summary>
    private async Task<string> IdOfAsync(string word)
    {
        using var app = Application.App();
        switch (word)
        {
            case "OWN":
                return (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
            case "OTHER":
                return (await app.SubmittedAsync(Noise)).Text("trackingNumber");
            case "HOLD":
                using (var supervisor = Application.Staff("demo-supervisor-DOT"))
                {
                    return (await (await supervisor.PostJsonAsync("/v1/holds", null, NewHold)).JsonAsync()).Text("id");
                }

            case "DOT" or "NYPD" or "DPR" or "311":
                return word;
            case "INCIDENT" or "INCIDENT_NYPD":
                using (var desk = Application.Staff("demo-operator"))
                {
                    var body = word == "INCIDENT" ? Calls.Pothole : Noise;
                    string[] requests = [(await app.SubmittedAsync(body)).Text("trackingNumber"), (await app.SubmittedAsync(body)).Text("trackingNumber")];
                    return (await (await desk.PostJsonAsync("/v1/incidents", null, System.Text.Json.JsonSerializer.Serialize(new { requests }))).JsonAsync())
                        .GetProperty("id").GetRawText();
                }

            case "DEVICE":
                return (await (await app.PostJsonAsync("/v1/devices", null)).JsonAsync()).Text("device");
            case "DRAFT":
                var ruleSets = Application.Services.GetRequiredService<RuleSetStore>();
                var document = await ruleSets.FindDocumentAsync(1, TestContext.Current.CancellationToken);
                return (await ruleSets.AddAsync(document!, 1, Creation.Of("test", null, Application.Time), Actor.CommandLine, TestContext.Current.CancellationToken))
                    .Draft!.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            case "MEMBER":
                _member = await Application.AddStaffAsync(Role.Operator);
                return _member.Id;
            case "BACKTEST":
                using (var desk = Application.Staff("demo-operator"))
                {
                    return (await (await desk.PostJsonAsync("/v1/routing/backtests", null, """{"version":1}""")).JsonAsync()).Text("id");
                }

            case "TOKEN":
                return (await Application.Services.GetRequiredService<StaffTokens>().CreateAsync(
                    _member!.Id, "laptop", 1, Creation.Of("test", null, Application.Time), Actor.CommandLine, TestContext.Current.CancellationToken)).Row!.Id;
            default:
                var number = (await app.SubmittedAsync(Drugs)).Text("trackingNumber");
                await Application.HandOverAsync(number, word["SECRET_".Length..]);
                return number;
        }
    }
}
