using System.Text.Json.Nodes;

namespace Connect311.Tests.Http;

/// <summary>What is wrong with a report is said by field, and nothing of it is stored.</summary>
public sealed class BadSubmissionTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Theory]
    [InlineData("serviceType", "\"no-such-type\"", "/serviceType unknown-service-type")]
    [InlineData("serviceType", "\"\"", "/serviceType required")]
    [InlineData("serviceType", "\" \"", "/serviceType required")]
    [InlineData("serviceType", "null", "/serviceType required")]
    [InlineData("location.longitude", "null", "/location/longitude required")]
    [InlineData("location.latitude", "null", "/location/latitude required")]
    [InlineData("location.latitude", "90.1", "/location/latitude out-of-range")]
    [InlineData("location.longitude", "-180.1", "/location/longitude out-of-range")]
    [InlineData("location.latitude", "1e400", "/location/latitude out-of-range")]
    [InlineData("location.latitude", "0", "/location outside-area")]
    [InlineData("location.accuracyMetres", "-1", "/location/accuracyMetres out-of-range")]
    [InlineData("location.source", "\"guess\"", "/location/source unknown-value")]
    [InlineData("location", "null", "/location required")]
    [InlineData("location", "{}", "/location/latitude required, /location/longitude required")]
    [InlineData("address", "{}", "/address/text required")]
    [InlineData("address", "{\"text\":\" \"}", "/address/text required")]
    [InlineData("address", "{\"text\":\"1 Main St\\n\"}", "/address/text line-break")]
    [InlineData("description", "\"a\\u0000b\"", "/description control-character")]
    [InlineData("description", "\"a\\u001bb\"", "/description control-character")]
    [InlineData("description", "\"a\\u0085b\"", "/description control-character")]
    [InlineData("contact.email", "\"not an address\"", "/contact/email invalid-format")]
    [InlineData("contact.email", "\"Ann <ann@example.org>\"", "/contact/email invalid-format")]
    [InlineData("contact.phone", "\"212 555 0123\"", "/contact/phone invalid-format")]
    [InlineData("contact.phone", "\"+0125550123\"", "/contact/phone invalid-format")]
    [InlineData("contact.language", "\"español\"", "/contact/language invalid-format")]
    [InlineData("contact.notify", "[\"pigeon\"]", "/contact/notify unknown-value")]
    [InlineData("contact.notify", "[\"email\"]", "/contact/email required")]
    [InlineData("contact.notify", "[\"sms\"]", "/contact/phone required")]
    [InlineData("contact.notify", "[\"push\",\"push\",\"push\",\"push\"]", "/contact/notify too-many")]
    [InlineData("photos", "[\"not-a-uuid\"]", "/photos/0 invalid-format")]
    [InlineData("photos", "[1]", "/photos/0 wrong-type")]
    [InlineData("photos", "[\"\",\"\",\"\",\"\",\"\",\"\"]", "/photos too-many")]
    [InlineData("reportedAt", "\"yesterday\"", "/reportedAt invalid-format")]
    [InlineData("reportedAt", "\"2026-06-01T12:00:00\"", "/reportedAt invalid-format")]
    [InlineData("reportedAt", "\"2026-02-30T12:00:00Z\"", "/reportedAt invalid-format")]
    [InlineData("catalogVersion", "0", "/catalogVersion out-of-range")]
    [InlineData("catalogVersion", "1.5", "/catalogVersion wrong-type")]
    public Task A_faulty_member_is_named(string path, string json, string faults) =>
        AssertRefusedAsync(Answers.PotholeWith(path, json), faults.Split(", "));

    [Theory]
    [InlineData("serviceType", "1")]
    [InlineData("description", "{}")]
    [InlineData("location", "[]")]
    [InlineData("location.latitude", "\"40.7\"")]
    [InlineData("location.longitude", "true")]
    [InlineData("location.accuracyMetres", "\"8\"")]
    [InlineData("location.source", "1")]
    [InlineData("address", "\"1 Main St\"")]
    [InlineData("address.text", "1")]
    [InlineData("answers", "[]")]
    [InlineData("contact", "\"Ann\"")]
    [InlineData("contact.name", "1")]
    [InlineData("contact.email", "{}")]
    [InlineData("contact.phone", "12125550123")]
    [InlineData("contact.language", "[]")]
    [InlineData("contact.notify", "\"email\"")]
    [InlineData("photos", "\"x\"")]
    [InlineData("reportedAt", "1748793600")]
    [InlineData("catalogVersion", "\"1\"")]
    public async Task A_member_of_another_type_is_named(string path, string json)
    {
        using var app = application.App();
        var faults = await (await app.SubmitAsync(Answers.PotholeWith(path, json))).FaultsAsync();
        Assert.Contains($"/{path.Replace('.', '/')} wrong-type", faults);
    }

    [Theory]
    [InlineData("address.unit", "1", "/address/unit wrong-type")]
    [InlineData("address.flat", "\"4B\"", "/address/flat unknown-member")]
    public Task A_faulty_member_of_the_address_is_named(string path, string json, string fault)
    {
        var body = JsonNode.Parse(Answers.PotholeWith("address.text", "\"1 Main St\""))!;
        body["address"]![path.Split('.')[1]] = JsonNode.Parse(json);
        return AssertRefusedAsync(body.ToJsonString(), fault);
    }

    [Theory]
    [InlineData("channel", "/channel")]
    [InlineData("ServiceType", "/ServiceType")]
    [InlineData("location.lat", "/location/lat")]
    [InlineData("contact.fax", "/contact/fax")]
    [InlineData("a/b~c", "/a~1b~0c")]
    public Task An_unknown_member_is_refused_at_every_level(string path, string field) =>
        AssertRefusedAsync(Answers.PotholeWith(path, "\"x\""), field + " unknown-member");

    [Theory]
    [InlineData("description", 4000)]
    [InlineData("serviceType", 100)]
    [InlineData("contact.name", 200)]
    public Task One_character_too_many_is_refused(string path, int maximum) =>
        AssertRefusedAsync(Answers.PotholeWith(path, $"\"{new string('x', maximum + 1)}\""), $"/{path.Replace('.', '/')} too-long");

    [Fact]
    public async Task Four_thousand_units_are_taken_surrogate_pairs_among_them()
    {
        using var app = application.App();
        var longest = string.Concat(Enumerable.Repeat("🕳️x", 1000));
        Assert.Equal(4000, longest.Length);
        await app.SubmittedAsync(Answers.PotholeWith("description", $"\"{longest}\""));
        await AssertRefusedAsync(Answers.PotholeWith("description", $"\"{longest}x\""), "/description too-long");
    }

    [Fact]
    public Task All_faults_come_in_one_answer() => AssertRefusedAsync(
        """
        {"serviceType":"street-condition.pothole","description":5,"location":{"latitude":91},"contact":{"email":"x"},
         "answers":{"size":"enormous","colour":"black"},"photos":["x"],"reportedAt":"now","surprise":1}
        """,
        "/answers/colour unknown-question",
        "/answers/size unknown-value",
        "/contact/email invalid-format",
        "/description wrong-type",
        "/location/latitude out-of-range",
        "/location/longitude required",
        "/photos/0 invalid-format",
        "/reportedAt invalid-format",
        "/surprise unknown-member");

    [Fact]
    public Task A_type_that_requires_a_contact_says_so() => AssertRefusedAsync(
        """{"serviceType":"consumer-complaint.restaurant","address":{"text":"1 Main St"}}""", "/contact required");

    private async Task AssertRefusedAsync(string body, params string[] faults)
    {
        using var app = application.App();
        var before = await application.RequestsAsync();
        Assert.Equal(faults, (await (await app.SubmitAsync(body)).FaultsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(before, await application.RequestsAsync());
    }
}
