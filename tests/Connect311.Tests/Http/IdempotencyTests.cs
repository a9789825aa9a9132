using System.Net;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>A report that is sent twice is stored once, and both answers are alike.</summary>
public sealed class IdempotencyTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Detailed =
        """
        {"serviceType":"street-condition.pothole","description":"Deep.","answers":{"size":"large","location-type":"street"},
         "location":{"latitude":40.67383,"longitude":-73.97054},"reportedAt":"2026-06-01T12:00:00-04:00"}
        """;

    [Fact]
    public async Task A_replay_is_alike_byte_for_byte()
    {
        using var app = application.App();
        var first = await app.SubmitAsync(Calls.Pothole, "replay");
        application.Time.Advance(TimeSpan.FromHours(1));
        var second = await app.SubmitAsync(Calls.Pothole, "replay");
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.TextAsync(), await second.TextAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_replay_is_alike_after_the_request_was_closed()
    {
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var first = await (await app.SubmitAsync(Calls.Pothole, "closed")).TextAsync();
        var number = (await app.SubmittedAsync(Calls.Pothole, "closed")).Text("trackingNumber");
        Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(number, "close", "\"1\"", """{"outcome":"fixed"}""")).StatusCode);
        Assert.Equal(first, await (await app.SubmitAsync(Calls.Pothole, "closed")).TextAsync());
    }

    [Fact]
    public async Task A_key_with_another_meaning_is_refused_with_the_stored_number()
    {
        using var app = application.App();
        var number = (await app.SubmittedAsync(Calls.Pothole, "meaning")).Text("trackingNumber");
        var before = await application.RequestsAsync();
        var problem = await (await app.SubmitAsync(Answers.PotholeWith("description", "\"Other.\""), "meaning"))
            .ProblemAsync(ProblemCode.KeyReused);
        Assert.Equal(number, problem.Text("trackingNumber"));
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Theory]
    [InlineData("""
        {"reportedAt":"2026-06-01T16:00:00.000Z","location":{"longitude":-7.397054e1,"latitude":40.673830,"source":null},"photos":[],
         "answers":{"location-type":"street","size":"l\u0061rge"},"description":"D\u0065ep.","serviceType":"street-condition.pothole","contact":null}
        """)]
    [InlineData("""
        { "serviceType": "street-condition.pothole", "description": "Deep.", "answers": { "size": "large", "location-type": "street" },
          "location": { "latitude": 40.67383, "longitude": -73.97054 }, "reportedAt": "2026-06-01T16:00:00+00:00", "address": null }
        """)]
    public async Task Spelling_and_order_of_members_do_not_matter(string spelled)
    {
        using var app = application.App();
        var key = $"spelling-{spelled.Length}";
        var first = await app.SubmittedAsync(Detailed, key);
        Assert.Equal(first.Text("trackingNumber"), (await app.SubmittedAsync(spelled, key)).Text("trackingNumber"));
    }

    [Theory]
    [InlineData("answers", "{}")]
    [InlineData("answers", """{"size":null}""")]
    [InlineData("contact", "{}")]
    [InlineData("contact", """{"name":null,"notify":[]}""")]
    [InlineData("description", "\"Deep pothole.\"")]
    public async Task Members_that_say_nothing_mean_nothing(string member, string json)
    {
        using var app = application.App();
        var key = $"nothing-{member}-{json.Length}";
        var first = await app.SubmittedAsync(Calls.Pothole, key);
        Assert.Equal(
            first.Text("trackingNumber"),
            (await app.SubmittedAsync(Answers.PotholeWith(member, json), key)).Text("trackingNumber"));
    }

    [Fact]
    public async Task The_same_number_in_another_form_is_the_same_answer()
    {
        using var app = application.App();
        const string heat = """
            {"serviceType":"heat-hot-water.entire-building","location":{"latitude":40.67383,"longitude":-73.97054},
             "answers":{"missing":"heat","room-temperature":NUMBER}}
            """;
        var first = await app.SubmittedAsync(heat.Replace("NUMBER", "50", StringComparison.Ordinal), "number");
        var second = await app.SubmittedAsync(heat.Replace("NUMBER", "5.0e1", StringComparison.Ordinal), "number");
        Assert.Equal(first.Text("trackingNumber"), second.Text("trackingNumber"));
    }

    [Fact]
    public async Task The_same_key_of_another_app_is_another_report()
    {
        using var app = application.App();
        var (_, key) = await application.Services.GetRequiredService<ApiKeyStore>()
            .CreateAsync(Actor.CommandLine, Role.App, "Another app", "web", null, TestContext.Current.CancellationToken);
        using var other = application.ClientFor("X-Api-Key", key);
        using var staff = application.Staff("demo-calltaker");
        string[] numbers =
        [
            (await app.SubmittedAsync(Calls.Pothole, "shared")).Text("trackingNumber"),
            (await other.SubmittedAsync(Calls.Pothole, "shared")).Text("trackingNumber"),
            (await staff.SubmittedAsync(Calls.Pothole, "shared")).Text("trackingNumber"),
        ];
        Assert.Equal(3, numbers.Distinct().Count());
    }

    [Fact]
    public async Task Five_at_once_get_one_number()
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => await (await app.SubmitAsync(Calls.Pothole, "five")).TextAsync()));
        Assert.Single(answers.Distinct());
        Assert.Equal(before + 1, await application.RequestsAsync());
    }

    [Fact]
    public async Task Without_a_key_each_is_a_report_of_its_own()
    {
        using var app = application.App();
        Assert.NotEqual(
            (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber"),
            (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber"));
    }

    [Fact]
    public async Task A_refusal_binds_no_key()
    {
        using var app = application.App();
        await (await app.SubmitAsync(Answers.PotholeWith("location.latitude", "91"), "refused")).ProblemAsync(ProblemCode.ValidationFailed);
        await (await app.SubmitAsync(Answers.PotholeWith("serviceType", "\"crisis-988\""), "refused")).ProblemAsync(ProblemCode.NotARequest);
        await (await app.SubmitAsync("{", "refused")).ProblemAsync(ProblemCode.UnreadableBody);
        await app.SubmittedAsync(Calls.Pothole, "refused");
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("tab\there")]
    [InlineData("")]
    public async Task A_key_of_other_than_visible_characters_is_refused(string key)
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        Assert.Equal(["/Idempotency-Key invalid-format"], await (await app.SubmitAsync(Calls.Pothole, key)).FaultsAsync());
        Assert.Equal(before, await application.RequestsAsync());
    }

    [Fact]
    public async Task A_key_has_at_most_200_characters()
    {
        using var app = application.App();
        await app.SubmittedAsync(Calls.Pothole, new string('~', 200));
        Assert.Equal(["/Idempotency-Key invalid-format"], await (await app.SubmitAsync(Calls.Pothole, new string('~', 201))).FaultsAsync());
    }
}
