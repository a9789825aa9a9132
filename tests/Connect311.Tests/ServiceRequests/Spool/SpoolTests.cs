using System.Net;
using System.Text;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Tests.Http;

namespace Connect311.Tests.ServiceRequests.Spool;

/// <summary>While the database cannot be used, reports are kept safe; and then they are stored as if they had come directly.</summary>
public sealed class SpoolTests : IDisposable
{
    private const string WithContact = """
        {"serviceType":"street-condition.pothole","description":"MARKER hole.","location":{"latitude":40.67383,"longitude":-73.97054},
         "address":{"text":"MARKER street","unit":"MARKER 4b"},"contact":{"name":"MARKER Ann","email":"marker@example.org","notify":["email"]},"reportedAt":"2026-06-01T15:00:00Z"}
        """;

    private readonly SpoolWorld _world = new();

    [Fact]
    public async Task A_spooled_report_has_a_token_and_then_its_number()
    {
        using var app = await CutAsync(_world.Node());
        var spooled = await app.SpooledAsync(Calls.Pothole, "one");
        Assert.Equal(
            "{trackingNumber:null,token:string,status:string,open:boolean,notice:null,links:{status:string}}", Answers.ShapeOf(spooled));
        Assert.Equal("submitted", spooled.Text("status"));
        var waiting = await app.ReadAsync(spooled.GetProperty("links").Text("status"));
        Assert.Equal(HttpStatusCode.Accepted, waiting.StatusCode);
        Assert.NotNull(waiting.Headers.RetryAfter);
        Assert.Equal(spooled.ToString(), (await waiting.JsonAsync()).ToString());

        _world.Mend();
        var found = await SpoolWorld.DrainedAsync(_world.Nodes[0], spooled.Text("token"));

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        var replay = await app.SubmittedAsync(Calls.Pothole, "one");
        Assert.Equal(replay.ToString(), (await found.JsonAsync()).ToString());
        Assert.Equal("assigned", replay.Text("status"));
    }

    [Fact]
    public async Task It_is_stored_as_one_that_came_directly()
    {
        var node = _world.Node();
        using var before = node.App();
        await before.SubmittedAsync(WithContact, "direct");
        using var app = await CutAsync(node);
        var token = (await app.SpooledAsync(WithContact, "spooled")).Text("token");
        node.Time.Advance(TimeSpan.FromHours(1));
        _world.Mend();
        await SpoolWorld.DrainedAsync(node, token);

        const string columns =
            """
            SELECT json_array(BodyHash, ServiceType, Visibility, CatalogVersion, Channel, Department, Queue, RoutingRule, RuleSetVersion, Status, IsOpen, Priority,
                IsDanger, ReceivedAt, ReportedAt, DueAt, Description, Latitude, Longitude, AddressText, Areas, Cell, PublicLatitude, PublicPlace, EventCount,
                (SELECT COUNT(*) FROM Contact c WHERE c.RequestId = r.Id), (SELECT group_concat(o.Kind) FROM Outbox o WHERE o.RequestId = r.Id))
            FROM ServiceRequest r WHERE Description = 'MARKER hole.' ORDER BY Id
            """;
        var rows = await _world.QueryAsync<string>(columns);
        Assert.Equal(2, rows.Count);
        Assert.Equal(rows[0], rows[1]);
    }

    [Fact]
    public async Task Nothing_personal_is_readable_in_the_spool()
    {
        using var app = await CutAsync(_world.Node());
        await app.SpooledAsync(WithContact, "MARKER-key");
        foreach (var file in Directory.GetFiles(_world.FolderOf("a")))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("MARKER", Encoding.UTF8.GetString(bytes), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Sent_again_it_has_the_same_token_and_is_stored_once()
    {
        using var app = await CutAsync(_world.Node());
        var tokens = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            tokens.Add((await app.SpooledAsync(Calls.Pothole, "again")).Text("token"));
        }

        _world.Mend();
        await SpoolWorld.DrainedAsync(_world.Nodes[0], Assert.Single(tokens.Distinct()));
        Assert.Equal(1, await _world.Nodes[0].RequestsAsync());
    }

    [Fact]
    public async Task Reports_without_a_key_are_each_stored_once_and_in_their_order()
    {
        using var app = await CutAsync(_world.Node());
        var tokens = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            tokens.Add((await app.SpooledAsync(Answers.Pothole(body => body["description"] = $"Number {i}."))).Text("token"));
        }

        _world.Mend();
        await SpoolWorld.DrainedAsync(_world.Nodes[0], tokens[^1]);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"Number {i}."), await _world.QueryAsync<string>("SELECT Description FROM ServiceRequest ORDER BY Id"));
    }

    [Fact]
    public async Task A_batch_says_later_with_a_token_for_each()
    {
        using var app = await CutAsync(_world.Node());
        var items = string.Join(',', Enumerable.Range(0, 3).Select(i => Answers.Pothole(body => body["idempotencyKey"] = $"batch-{i}")));
        var answer = await (await app.PostJsonAsync("/v1/service-requests/batch", null, $"{{\"items\":[{items}]}}")).JsonAsync();
        var told = answer.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(0, answer.GetProperty("stored").GetInt32());
        Assert.All(told, item => Assert.Equal(("later", 202), (item.Text("result"), item.GetProperty("status").GetInt32())));
        _world.Mend();
        foreach (var item in told)
        {
            Assert.Equal(HttpStatusCode.OK, (await SpoolWorld.DrainedAsync(_world.Nodes[0], item.GetProperty("spooled").Text("token"))).StatusCode);
        }
    }

    [Fact]
    public async Task Who_writes_of_danger_is_told_at_once()
    {
        using var app = await CutAsync(_world.Node());
        var spooled = await app.SpooledAsync(Answers.Pothole(body => body["description"] = "I smell gas, and somebody is injured."));
        Assert.NotEmpty(spooled.Text("notice"));
    }

    [Fact]
    public async Task What_is_wrong_is_refused_and_not_spooled()
    {
        using var app = await CutAsync(_world.Node());
        Assert.Equal(["/location/latitude out-of-range"], await (await app.SubmitAsync(Answers.PotholeWith("location.latitude", "91"))).FaultsAsync());
        await (await app.SubmitAsync("""{"serviceType":"emergency-911"}""")).ProblemAsync(ProblemCode.NotARequest);
        Assert.Equal("0", await MetricAsync(app, "connect311_spool_waiting"));
    }

    [Fact]
    public async Task It_waits_through_a_restart()
    {
        var node = _world.Node();
        using var app = await CutAsync(node);
        var token = (await app.SpooledAsync(Calls.Pothole, "restart")).Text("token");
        node.Dispose();
        _world.Mend();

        Assert.Equal(HttpStatusCode.OK, (await SpoolWorld.DrainedAsync(_world.Node(), token)).StatusCode);
    }

    [Fact]
    public async Task A_key_that_means_another_report_leaves_it_dead_and_visible_and_others_pass()
    {
        var node = _world.Node();
        using var app = await CutAsync(node);
        var first = (await app.SpooledAsync(Calls.Pothole, "twice")).Text("token");
        var second = (await app.SpooledAsync(Answers.Pothole(body => body["description"] = "Another."), "twice")).Text("token");
        var third = (await app.SpooledAsync(Calls.Pothole, "third")).Text("token");
        Assert.NotEqual(first, second);
        _world.Mend();
        var number = (await (await SpoolWorld.DrainedAsync(node, first)).JsonAsync()).Text("trackingNumber");
        await SpoolWorld.DrainedAsync(node, third);

        var reused = await (await app.ReadAsync($"/v1/tokens/{second}")).ProblemAsync(ProblemCode.KeyReused);
        Assert.Equal(number, reused.Text("trackingNumber"));
        var ready = await SpoolWorld.UntilAsync(node, ReadyAsync, said => said.GetProperty("notes").TryGetProperty("spool", out var note) && note.GetString()!.StartsWith('1'));
        Assert.Equal("Degraded", ready.GetProperty("checks").Text("spool"));

        // What was scraped a moment ago is told again, and one that is scraped now may be told half.
        await SpoolWorld.UntilAsync(node, () => MetricAsync(app, "connect311_spool_dead"), dead => dead == "1");

        async Task<JsonElement> ReadyAsync() => await (await app.ReadAsync("/health/ready")).JsonAsync();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_forged_token_is_unknown(string token)
    {
        using var anybody = _world.Node().Anybody();
        await (await anybody.ReadAsync($"/v1/tokens/{token}")).ProblemAsync(ProblemCode.NotFound);
    }

    public void Dispose() => _world.Dispose();

    /// <summary>An app whose server has just lost its database.</summary>
    private async Task<HttpClient> CutAsync(TestApplication node)
    {
        var app = node.App();
        await app.ReadAsync("/health/ready");
        _world.Cut();
        return app;
    }

    private static async Task<string> MetricAsync(HttpClient anybody, string name)
    {
        var metrics = await (await anybody.ReadAsync("/metrics")).TextAsync();
        return metrics.Split('\n').FirstOrDefault(line => line.StartsWith(name + "{", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0]
            : "";
    }
}
