using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History.Proof;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>A proof is enough to check a history without us, and gives nothing away to who may not know it.</summary>
public sealed class ProofTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string DrugActivity =
        """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    [Fact]
    public async Task Staff_can_hash_each_event_anew_from_the_proof()
    {
        var (number, _) = await SubmitAsync(Calls.Pothole);
        using var agent = application.Staff("demo-agent-DOT");

        var proof = await (await agent.ReadAsync($"/v1/service-requests/{number}/history/proof")).JsonAsync();

        Assert.True(proof.GetProperty("verified").GetBoolean());
        Assert.Empty(proof.GetProperty("faults").EnumerateArray());
        AssertHashes(proof, number);
        Assert.NotNull(proof.GetProperty("events")[0].Text("salt"));
    }

    [Fact]
    public async Task The_owner_can_do_so_too_but_gets_no_salt()
    {
        var (number, key) = await SubmitAsync(DrugActivity);
        using var owner = application.ClientFor(ReporterKeys.Header, key);

        var proof = await (await owner.ReadAsync(PublicPath(number))).JsonAsync();

        AssertHashes(proof, number);
        Assert.Equal(JsonValueKind.Null, proof.GetProperty("events")[0].GetProperty("salt").ValueKind);
    }

    [Fact]
    public async Task The_public_gets_hashes_and_departments_and_neither_codes_nor_values()
    {
        var (number, _) = await SubmitAsync(Calls.Pothole);
        using var anybody = application.Anybody();

        var response = await anybody.ReadAsync(PublicPath(number));

        var line = (await response.JsonAsync()).GetProperty("events")[0];
        Assert.Equal("DOT", line.Text("department"));
        Assert.Equal(43, line.Text("hash").Length);
        Assert.All(["data", "digests", "salt"], name => Assert.Equal(JsonValueKind.Null, line.GetProperty(name).ValueKind));
        Assert.DoesNotContain("pothole", await response.TextAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_confidential_one_answers_like_an_unknown_number()
    {
        var (number, _) = await SubmitAsync(DrugActivity);
        using var anybody = application.Anybody();
        using var other = application.Staff("demo-agent-DOT");

        await (await anybody.ReadAsync(PublicPath(number))).ProblemAsync(ProblemCode.NotFound);
        await (await anybody.ReadAsync(PublicPath(new TrackingNumber(77).ToString()))).ProblemAsync(ProblemCode.NotFound);
        await (await other.ReadAsync($"/v1/service-requests/{number}/history/proof")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task When_its_day_is_over_an_event_is_shown_to_be_in_a_root_that_was_signed()
    {
        var (number, _) = await SubmitAsync(Calls.Pothole);
        using var anybody = application.Anybody();
        await SignTomorrowAsync();

        var proof = await (await anybody.ReadAsync(PublicPath(number))).JsonAsync();

        var line = proof.GetProperty("events")[0];
        var root = proof.GetProperty("roots").EnumerateArray().Single();
        var position = line.GetProperty("position").GetInt64();
        var (first, last) = (root.GetProperty("firstPosition").GetInt64(), root.GetProperty("lastPosition").GetInt64());
        var leaf = MerkleTree.Leaf(Encoding.UTF8.GetBytes($"position={position}\nhash={line.Text("hash")}\n"));
        var path = line.GetProperty("path").EnumerateArray().Select(hash => Base64Url.DecodeFromChars(hash.GetString())).ToList();
        Assert.Equal(
            root.Text("tree"),
            Base64Url.EncodeToString(MerkleTree.RootOf(leaf, (int)(position - first), (int)(last - first + 1), path)));
        AssertSigned(root, await (await anybody.ReadAsync("/v1/public/history/key")).JsonAsync());
    }

    [Fact]
    public async Task Roots_are_listed_page_by_page()
    {
        using var anybody = application.Anybody();
        for (var day = 0; day < 3; day++)
        {
            await SubmitAsync(Calls.Pothole);
            await SignTomorrowAsync();
        }

        var read = new List<int>();
        var next = "/v1/public/history/roots?limit=1";
        while (next is not null)
        {
            var page = await (await anybody.ReadAsync(next)).JsonAsync();
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(root => root.GetProperty("number").GetInt32()));
            next = page.GetProperty("nextCursor").GetString() is { } cursor ? $"/v1/public/history/roots?limit=1&cursor={cursor}" : null;
        }

        Assert.Equal(Enumerable.Range(1, read.Count), read);
        Assert.True(read.Count >= 3);
        Assert.Equal(["/limit out-of-range", "/cursor bad-cursor"], await (await anybody.ReadAsync("/v1/public/history/roots?limit=0&cursor=x")).FaultsAsync());
    }

    [Theory]
    [InlineData("Kind = 'closed'")]
    [InlineData("Data = '{}'")]
    [InlineData("Data = 'no JSON'")]
    [InlineData("Digests = '['")]
    public async Task What_was_edited_is_told_to_everybody(string edit)
    {
        var (number, _) = await SubmitAsync(Calls.Pothole);
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(number, out var read));
        await application.Database.WriteAsync(
            new Api.Databases.Write().Run($"UPDATE ServiceRequestEvent SET {edit} WHERE RequestId = @Id;", new { read.Id }),
            TestContext.Current.CancellationToken);
        using var anybody = application.Anybody();

        var proof = await (await anybody.ReadAsync(PublicPath(number))).JsonAsync();

        Assert.False(proof.GetProperty("verified").GetBoolean());
        Assert.Equal("edited", proof.GetProperty("faults")[0].Text("code"));
    }

    /// <summary>As api-specs/history.md says it, and not as our code does it.</summary>
    private static void AssertHashes(JsonElement proof, string number)
    {
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(number, out var read));
        var previous = "";
        foreach (var line in proof.GetProperty("events").EnumerateArray())
        {
            var at = DateTimeOffset.Parse(line.Text("at"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            var form = FormattableString.Invariant($"connect311-event-1\nrequest={read.Id}\nnumber={line.GetProperty("number").GetInt32()}\nkind={line.Text("kind")}\nat={at}\n")
                + $"data={line.Text("data")}\ndigests={line.Text("digests")}\nprevious={previous}\n";
            previous = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(form)));
            Assert.Equal(previous, line.Text("hash"));
        }

        Assert.Equal(previous, proof.Text("headHash"));
    }

    private static void AssertSigned(JsonElement root, JsonElement key)
    {
        Assert.Equal(key.Text("id"), root.Text("keyId"));
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(key.Text("publicKey"));
        var form = Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"connect311-root-1\nnumber={root.GetProperty("number")}\nday={root.Text("day")}\nfirst={root.GetProperty("firstPosition")}\nlast={root.GetProperty("lastPosition")}\ntree={root.Text("tree")}\nprevious={root.Text("previousHash")}\n"));
        Assert.True(ecdsa.VerifyData(form, Base64Url.DecodeFromChars(root.Text("signature")), HashAlgorithmName.SHA256));
    }

    private async Task SignTomorrowAsync()
    {
        application.Time.Advance(TimeSpan.FromDays(1));
        await application.Services.GetRequiredService<RootMaker>().MakeAsync(DailyRoot.MostEvents, TestContext.Current.CancellationToken);
    }

    private static string PublicPath(string number) => $"/v1/public/service-requests/{number}/history/proof";

    private async Task<(string Number, string Key)> SubmitAsync(string body)
    {
        using var app = application.App();
        var answer = await app.SubmittedAsync(body);
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }
}
