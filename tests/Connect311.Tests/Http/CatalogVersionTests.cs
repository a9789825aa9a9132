namespace Connect311.Tests.Http;

/// <summary>A report made with another catalogue does not die of what this one does not know.</summary>
public sealed class CatalogVersionTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Fact]
    public async Task Under_another_version_unknown_members_are_kept_aside_for_staff()
    {
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var number = (await app.SubmittedAsync(
            """
            {"serviceType":"street-condition.pothole","catalogVersion":99,"weather":{"rain":true},
             "location":{"latitude":40.67383,"longitude":-73.97054,"floor":2},
             "answers":{"depth":"knee","size":"large"}}
            """)).Text("trackingNumber");
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        var aside = seen.GetProperty("aside");
        Assert.True(aside.GetProperty("/weather").GetProperty("rain").GetBoolean());
        Assert.Equal(2, aside.GetProperty("/location/floor").GetInt32());
        Assert.Equal("knee", aside.Text("/answers/depth"));
    }

    [Fact]
    public async Task What_is_kept_aside_of_a_contact_or_an_address_is_kept_as_personal()
    {
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var number = (await app.SubmittedAsync(
            """
            {"serviceType":"street-condition.pothole","catalogVersion":99,
             "address":{"text":"1 Main St","apartment":"MARKER 4B"},"contact":{"email2":"marker@example.org"}}
            """)).Text("trackingNumber");
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{number}")).TextAsync();
        Assert.DoesNotContain("marker", seen, StringComparison.OrdinalIgnoreCase);
        var stored = await application.Database.FindAsync<string>(
            "SELECT Content FROM Contact WHERE RequestId = @Id;",
            new { Id = long.Parse(number[4..^1], System.Globalization.CultureInfo.InvariantCulture) },
            TestContext.Current.CancellationToken);
        Assert.NotNull(stored);
    }

    [Fact]
    public async Task Under_the_current_version_they_are_refused()
    {
        using var app = application.App();
        var current = (await (await app.ReadAsync("/v1/service-types")).JsonAsync()).GetProperty("catalogVersion").GetInt32();
        var response = await app.SubmitAsync(Answers.Pothole(body =>
        {
            body["catalogVersion"] = current;
            body["weather"] = "rain";
        }));
        Assert.Equal(["/weather unknown-member"], await response.FaultsAsync());
    }

    [Fact]
    public async Task Known_members_are_checked_under_every_version()
    {
        using var app = application.App();
        var response = await app.SubmitAsync(Answers.Pothole(body =>
        {
            body["catalogVersion"] = 99;
            body["description"] = 5;
        }));
        Assert.Equal(["/description wrong-type"], await response.FaultsAsync());
    }
}
