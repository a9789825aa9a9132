using System.Net;
using System.Text;
using System.Text.Json;
using Connect311.Tests.Http;

namespace Connect311.Tests.Open311;

/// <summary>C4: how reports are sent, and what becomes of them.</summary>
public sealed class ReportTests(TestApplication application) : IClassFixture<TestApplication>
{
    public static readonly (string, string)[] Pothole =
        [("service_code", "street-condition.pothole"), ("lat", "40.67383"), ("long", "-73.97054"), ("description", "Deep pothole.")];

    private static readonly (string, string)[] Keyed = [("api_key", Open311Calls.Key), .. Pothole];

    [Fact]
    public async Task A_report_is_answered_with_its_id_in_a_list_of_one()
    {
        using var anybody = application.Anybody();
        var posted = await PostAsync(anybody, Open311Calls.Form([.. Keyed]), "json");
        Assert.Equal("[{service_request_id:string,service_notice:null,account_id:null}]", Answers.ShapeOf(posted));
        var number = posted[0].Text("service_request_id");
        Assert.Matches("^311-[0-9]+$", number);
        using var agent = application.Staff("demo-agent-DOT");
        var stored = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal(("open311", "Deep pothole.", "DOT"), (stored.Text("channel"), stored.Text("description"), stored.GetProperty("department").Text("code")));
    }

    [Fact]
    public async Task Both_forms_answer_alike()
    {
        using var anybody = application.Anybody();
        var xml = await SendAsync(anybody, Open311Calls.Form([.. Keyed, ("client_request_id", "one")]), "xml", HttpStatusCode.OK);
        var json = await SendAsync(anybody, Open311Calls.Form([.. Keyed, ("client_request_id", "one")]), "json", HttpStatusCode.OK);
        Open311Calls.AssertSame(xml, json);
        Assert.Contains("<service_requests><request><service_request_id>311-", xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("form")]
    [InlineData("form with charset")]
    [InlineData("parts")]
    [InlineData("query")]
    [InlineData("query and form")]
    [InlineData("the same twice")]
    [InlineData("no content type")]
    [InlineData("header")]
    public async Task Fields_come_in_many_ways(string way)
    {
        using var client = way == "header" ? application.App() : application.Anybody();
        var query = way is "query" or "query and form" or "the same twice" or "no content type"
            ? "?" + string.Join('&', Keyed.Take(way == "query and form" ? 2 : 99).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}")) + "&email=&device_id="
            : "";
        HttpContent? content = way switch
        {
            "form" => Open311Calls.Form([.. Keyed, ("first_name", "")]),
            "form with charset" => new StringContent(string.Join('&', Keyed.Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}")), Encoding.UTF8, "application/x-www-form-urlencoded"),
            "parts" => Parts([.. Keyed]),
            "query and form" => Open311Calls.Form([.. Keyed.Skip(2)]),
            "the same twice" => Open311Calls.Form([.. Keyed]),
            "header" => Open311Calls.Form([.. Pothole]),
            _ => null,
        };
        var answer = await client.PostAsync($"{Open311Calls.Root}/requests.json{query}", content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.TextAsync());
    }

    [Fact]
    public async Task Everything_that_a_report_may_say_is_kept_where_it_belongs()
    {
        using var anybody = application.Anybody();
        var number = await PostedAsync(
            anybody,
            ("service_code", "heat-hot-water.entire-building"), ("lat", "40.67383"), ("long", "-73.97054"), ("address_string", "1 Main St"), ("address_id", "3021"),
            ("attribute[missing]", "heat"), ("attribute[room-temperature]", "54.5"), ("attribute[since]", "2026-05-30T10:00:00-04:00"),
            ("email", "ann@example.org"), ("first_name", "Ann"), ("last_name", "Lee"), ("phone", "(212) 555-0123"), ("device_id", "secret-device"),
            ("account_id", "secret-account"), ("media_url", "https://example.org/a.jpg"), ("media_url", "https://example.org/b.jpg"),
            ("description", "No <b>heat</b>.\r\nSince May."), ("utf8", "✓"));
        using var agent = application.Staff("demo-supervisor-HPD");
        var stored = (await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync());
        var text = stored.ToString();
        Assert.Equal(("No <b>heat</b>.\nSince May.", "1 Main St"), (stored.Text("description").ReplaceLineEndings("\n"), stored.GetProperty("address").GetString()));
        Assert.Equal("""{"missing":"heat","room-temperature":54.5,"since":"2026-05-30T10:00:00-04:00"}""", stored.GetProperty("answers").GetRawText());
        Assert.Contains("https://example.org/b.jpg", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-", text, StringComparison.Ordinal);
        var contact = await (await agent.ReadAsync($"/v1/service-requests/{number}/contact")).JsonAsync();
        Assert.Equal(("Ann Lee", "ann@example.org", "+12125550123"), (contact.Text("name"), contact.Text("email"), contact.Text("phone")));
    }

    [Theory]
    [InlineData("attribute[blocking][]=street&attribute[blocking][]=sidewalk")]
    [InlineData("attribute[blocking]=street&attribute[blocking]=sidewalk")]
    [InlineData("attribute%5Bblocking%5D%5B0%5D=street&attribute%5Bblocking%5D%5B1%5D=sidewalk")]
    public async Task Several_answers_come_in_several_ways(string attributes)
    {
        using var anybody = application.Anybody();
        var body = new StringContent($"api_key=demo-app&service_code=damaged-tree.branch-or-limb-has-fallen-down&lat=40.67383&long=-73.97054&{attributes}", Encoding.UTF8, "application/x-www-form-urlencoded");
        var number = (await PostAsync(anybody, body, "json"))[0].Text("service_request_id");
        using var agent = application.Staff("demo-agent-DPR");
        var stored = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal("""{"blocking":["street","sidewalk"]}""", stored.GetProperty("answers").GetRawText());
    }

    [Theory]
    [InlineData("address_string", "Flatbush Avenue and 7th Avenue", "Flatbush Avenue and 7th Avenue")]
    [InlineData("address_id", "3021", "address id 3021")]
    public async Task A_place_in_words_is_an_unplaced_report(string name, string value, string kept)
    {
        using var anybody = application.Anybody();
        var number = await PostedAsync(anybody, ("service_code", "street-condition.pothole"), (name, value));
        using var agent = application.Staff("demo-operator");
        var stored = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal((kept, JsonValueKind.Null), (stored.GetProperty("address").GetString(), stored.GetProperty("location").ValueKind));
        var found = (await anybody.AskAsync($"requests/{number}"))[0];
        Assert.All(["lat", "long", "address"], member => Assert.Equal(JsonValueKind.Null, found.GetProperty(member).ValueKind));
    }

    [Theory]
    [InlineData("400 service_code is required", "service_code=")]
    [InlineData("404 service_code is no service type of this city", "service_code=no-such")]
    [InlineData("400 long is required", "long=")]
    [InlineData("400 lat is required", "lat=")]
    [InlineData("400 lat, long is required", "lat=&long=")]
    [InlineData("400 lat must be from -90 to 90", "lat=91")]
    [InlineData("400 long must be from -180 to 180", "long=-180.5")]
    [InlineData("400 lat must have the form 40.67383", "lat=north")]
    [InlineData("400 lat must have the form 40.67383", "lat=NaN")]
    [InlineData("400 lat, long lies outside the city", "lat=48.85&long=2.35")]
    [InlineData("400 email must have the form name@example.org", "email=nobody")]
    [InlineData("400 phone must have the form E.164, such as +12125550123", "phone=12")]
    [InlineData("400 description must have at most 4000 characters", "description=x4001")]
    [InlineData("400 attribute[nothing] is no question of this service type", "attribute[nothing]=1")]
    [InlineData("400 attribute[ must have the form attribute[code]", "attribute[=1")]
    [InlineData("400 media_url must have the form https://example.org/picture.jpg", "media_url=file:///etc/passwd")]
    [InlineData("400 client_request_id must have the form 1 to 200 visible ASCII characters", "client_request_id=a b")]
    [InlineData("403 This needs a credential, and none was sent.", "api_key=")]
    [InlineData("403 The credential is wrong, revoked or expired.", "api_key=wrong")]
    public async Task What_is_wrong_is_said_by_the_argument(string error, string changed)
    {
        using var anybody = application.Anybody();
        var before = await application.RequestsAsync();
        var changes = changed.Split('&').Select(change => change.Split('=', 2)).ToDictionary(change => change[0], change => change[1] == "x4001" ? new string('x', 4_001) : change[1]);
        var fields = Keyed.ToDictionary(field => field.Item1, field => field.Item2);
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        var status = (HttpStatusCode)int.Parse(error[..3], System.Globalization.CultureInfo.InvariantCulture);
        var errors = await anybody.BothAsync("requests", status, path => new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });
        Assert.Equal([error], Open311Calls.ErrorsOf(errors));
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        using var anybody = application.Anybody();
        var errors = await RefusedAsync(anybody, HttpStatusCode.BadRequest,
            ("service_code", "heat-hot-water.entire-building"), ("lat", "91"), ("long", "200"), ("attribute[missing]", "nothing"), ("attribute[since]", "2026-05-30T10:00:00"), ("attribute[room-temperature]", "warm"), ("email", "x"));
        Assert.Equal(
            ["lat", "long", "email", "attribute[missing]", "attribute[room-temperature]", "attribute[since]"],
            errors.Select(error => error.Split(' ')[1]));
    }

    [Theory]
    [InlineData("lat=40.1&lat=40.2", "400 lat is there twice")]
    [InlineData("service_code=a&service_code=b", "400 service_code is there twice")]
    public async Task An_argument_that_says_two_things_is_refused(string twice, string error)
    {
        using var anybody = application.Anybody();
        var errors = await anybody.BothAsync("requests", HttpStatusCode.BadRequest, path => new(HttpMethod.Post, path)
        {
            Content = new StringContent($"api_key=demo-app&address_string=x&{twice}", Encoding.UTF8, "application/x-www-form-urlencoded"),
        });
        Assert.Contains(error, Open311Calls.ErrorsOf(errors));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "description=%ff")]
    [InlineData("application/x-www-form-urlencoded", "description=\u00e9")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n\u00e9\r\n--x--\r\n")]
    public async Task A_body_that_is_not_UTF_8_is_refused(string type, string body)
    {
        using var anybody = application.Anybody();
        Assert.Equal(["400 body is not valid Unicode text"], await RefusedAsync(anybody, type, body));
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "a=b")]
    [InlineData("application/x-www-form-urlencoded; charset=iso-8859-1", "a=b")]
    [InlineData(";", "a=b")]
    public async Task A_body_that_is_no_form_is_refused(string type, string body)
    {
        using var anybody = application.Anybody();
        Assert.Equal(["400 Content-Type must be one of: application/x-www-form-urlencoded, multipart/form-data"], await RefusedAsync(anybody, type, body));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end")]
    [InlineData("multipart/form-data", "--x\r\n\r\n--x--")]
    public async Task A_form_in_parts_that_is_broken_is_refused(string type, string body)
    {
        using var anybody = application.Anybody();
        Assert.Equal(["400 body must have the form multipart/form-data"], await RefusedAsync(anybody, type, body));
    }

    [Fact]
    public async Task A_report_sent_twice_is_stored_once()
    {
        using var anybody = application.Anybody();
        (string, string)[] report = [.. Pothole, ("client_request_id", Guid.CreateVersion7().ToString())];
        var first = await PostedAsync(anybody, report);
        Assert.Equal(first, await PostedAsync(anybody, report));
        var errors = await RefusedAsync(anybody, HttpStatusCode.BadRequest, [.. report[..^2], report[^1], ("description", "Another.")]);
        Assert.StartsWith($"422 ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.EndsWith(first, errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_danger_are_answered_with_what_to_do()
    {
        using var anybody = application.Anybody();
        var posted = await PostAsync(anybody, Open311Calls.Form([.. Keyed[..^1], ("description", "There is a fire and a gas smell, somebody is injured.")]), "json");
        Assert.Contains("911", posted[0].Text("service_notice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_no_reports_is_not_there_and_says_what_to_do_instead()
    {
        using var anybody = application.Anybody();
        var error = Assert.Single(await RefusedAsync(anybody, HttpStatusCode.NotFound, ("service_code", "emergency-911"), ("lat", "40.67383"), ("long", "-73.97054")));
        Assert.Contains("911", error, StringComparison.Ordinal);
    }

    private static MultipartFormDataContent Parts(params (string Name, string Value)[] fields)
    {
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            parts.Add(new StringContent(value), name);
        }

        return parts;
    }

    private static async Task<string> PostedAsync(HttpClient client, params (string, string)[] fields) =>
        (await PostAsync(client, Open311Calls.Form([("api_key", Open311Calls.Key), .. fields]), "json"))[0].Text("service_request_id");

    private static async Task<JsonElement> PostAsync(HttpClient client, HttpContent content, string suffix) =>
        JsonSerializer.Deserialize<JsonElement>(await SendAsync(client, content, suffix, HttpStatusCode.OK));

    private static async Task<string> SendAsync(HttpClient client, HttpContent content, string suffix, HttpStatusCode status)
    {
        var (body, _) = await client.SendAsync(
            new(HttpMethod.Post, $"{Open311Calls.Root}/requests.{suffix}") { Content = content }, status, suffix == "xml" ? "text/xml" : "application/json");
        return body;
    }

    private static async Task<string[]> RefusedAsync(HttpClient client, HttpStatusCode status, params (string, string)[] fields) => Open311Calls.ErrorsOf(
        await client.BothAsync("requests", status, path => new(HttpMethod.Post, path) { Content = Open311Calls.Form([("api_key", Open311Calls.Key), .. fields]) }));

    private static async Task<string[]> RefusedAsync(HttpClient client, string type, string body) => Open311Calls.ErrorsOf(
        await client.BothAsync("requests", HttpStatusCode.BadRequest, path =>
        {
            var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            return new(HttpMethod.Post, path) { Content = content };
        }));
}
