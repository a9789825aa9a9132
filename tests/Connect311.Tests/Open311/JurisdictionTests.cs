using System.Net;

namespace Connect311.Tests.Open311;

/// <summary>C0: what <c>jurisdiction_id</c> decides where there are several, and that nothing hangs on it where there is one.</summary>
public sealed class JurisdictionTests : IDisposable
{
    private readonly TestApplication _application = new TestApplication()
        .With("Open311:Jurisdictions:0:Id", "example.gov")
        .With("Open311:Jurisdictions:1:Id", "streets.example.gov").With("Open311:Jurisdictions:1:Departments:0", "DOT")
        .With("Open311:Jurisdictions:2:Id", "bronx.example.gov").With("Open311:Jurisdictions:2:Area", "borough:bronx");

    [Theory]
    [InlineData("services")]
    [InlineData("services/street-condition.pothole")]
    [InlineData("requests")]
    [InlineData("requests/311-10000004")]
    public async Task One_of_several_must_be_named(string method)
    {
        using var anybody = _application.Anybody();
        Assert.Equal(["400 jurisdiction_id is required"], await anybody.RefusedAsync(HttpStatusCode.BadRequest, method));
        Assert.Equal(["400 jurisdiction_id is required"], await anybody.RefusedAsync(HttpStatusCode.BadRequest, $"{method}?jurisdiction_id="));
        Assert.Equal(
            ["404 jurisdiction_id must be one of: example.gov, streets.example.gov, bronx.example.gov"],
            await anybody.RefusedAsync(HttpStatusCode.NotFound, $"{method}?jurisdiction_id=other.gov"));
    }

    [Fact]
    public async Task Each_has_its_own_services_and_requests()
    {
        using var app = _application.App();
        var pothole = await PostAsync(app, "example.gov", "street-condition.pothole");
        var rat = await PostAsync(app, "example.gov", "rodent.rat-sighting");
        Assert.Equal(2, (await app.AskAsync("requests?jurisdiction_id=example.gov")).GetArrayLength());
        Assert.Equal(pothole, Assert.Single((await app.AskAsync("requests?jurisdiction_id=Streets.example.gov")).EnumerateArray()).Text("service_request_id"));
        Assert.Empty((await app.AskAsync("requests?jurisdiction_id=bronx.example.gov")).EnumerateArray());
        Assert.Equal(pothole, Assert.Single((await app.AskAsync($"requests?jurisdiction_id=streets.example.gov&service_request_id={pothole},{rat}")).EnumerateArray()).Text("service_request_id"));
        await app.AskAsync($"requests/{rat}?jurisdiction_id=streets.example.gov", HttpStatusCode.NotFound);
        await app.AskAsync($"requests/{rat}?jurisdiction_id=example.gov");

        var services = (await app.AskAsync("services?jurisdiction_id=streets.example.gov")).EnumerateArray().Select(service => service.Text("service_code")).ToList();
        Assert.Contains("street-condition.pothole", services);
        Assert.DoesNotContain("rodent.rat-sighting", services);
        await app.AskAsync("services/rodent.rat-sighting?jurisdiction_id=streets.example.gov", HttpStatusCode.NotFound);
        var refused = await app.BothAsync("requests", HttpStatusCode.NotFound, path => new(HttpMethod.Post, path)
        {
            Content = Open311Calls.Form([.. ReportTests.Pothole[1..], ("service_code", "rodent.rat-sighting"), ("jurisdiction_id", "streets.example.gov")]),
        });
        Assert.Equal(["404 There is nothing here by that name or number."], Open311Calls.ErrorsOf(refused));
    }

    [Fact]
    public async Task A_report_must_name_one_too()
    {
        using var app = _application.App();
        var refused = await app.BothAsync("requests", HttpStatusCode.BadRequest, path => new(HttpMethod.Post, path) { Content = Open311Calls.Form(ReportTests.Pothole) });
        Assert.Equal(["400 jurisdiction_id is required"], Open311Calls.ErrorsOf(refused));
    }

    [Fact]
    public async Task A_server_of_one_does_not_look_at_it()
    {
        using var one = new TestApplication().With("Open311:Jurisdictions:0:Id", "example.gov");
        using var anybody = one.Anybody();
        await anybody.AskAsync("services?jurisdiction_id=other.gov");
        await anybody.AskAsync("requests");
    }

    public void Dispose() => _application.Dispose();

    private static async Task<string> PostAsync(HttpClient app, string jurisdiction, string service)
    {
        var answer = await app.PostAsync(
            $"{Open311Calls.Root}/requests.json", Open311Calls.Form([.. ReportTests.Pothole[1..], ("service_code", service), ("jurisdiction_id", jurisdiction)]), TestContext.Current.CancellationToken);
        return (await answer.JsonAsync())[0].Text("service_request_id");
    }
}
