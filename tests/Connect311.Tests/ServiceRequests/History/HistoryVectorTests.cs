using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.History.Proof;
using Connect311.Tests.Http;

namespace Connect311.Tests.ServiceRequests.History;

/// <summary>The test vectors of api-specs/history.md, which were made by another program, are what ours makes.</summary>
public sealed class HistoryVectorTests
{
    private static readonly JsonElement Vectors = Read();

    [Fact]
    public void Values_have_these_digests()
    {
        var salt = Base64Url.DecodeFromChars(Vectors.Text("salt"));
        var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(Vectors.Text("digests"))!;

        Assert.Equal(2, digests.Count);
        Assert.All(
            Vectors.GetProperty("values").EnumerateObject(),
            value => Assert.Equal(digests[value.Name], EventChain.Digest(salt, value.Name, value.Value.GetString()!)));
    }

    [Fact]
    public void Events_have_these_hashes() => Assert.All(
        Vectors.GetProperty("events").EnumerateArray(),
        line => Assert.Equal(
            line.Text("hash"),
            EventChain.Hash(
                line.GetProperty("request").GetInt64(),
                line.GetProperty("number").GetInt32(),
                line.Text("kind"),
                line.GetProperty("at").GetDateTimeOffset(),
                line.Text("data"),
                Vectors.Text("digests"),
                line.Text("previous"))));

    [Fact]
    public void The_root_has_this_tree_path_and_hash()
    {
        var root = Vectors.GetProperty("root");
        var leaves = root.GetProperty("hashes").EnumerateArray().Select((hash, i) => DailyRoot.LeafOf(i + 1, hash.GetString()!)).ToList();
        var path = root.GetProperty("path");
        var form = DailyRoot.Form(1, root.Text("day"), 1, 3, root.Text("tree"), root.Text("previous"));

        Assert.Equal(root.Text("tree"), Base64Url.EncodeToString(MerkleTree.Root(leaves)));
        Assert.Equal(
            path.GetProperty("hashes").EnumerateArray().Select(hash => hash.GetString()),
            MerkleTree.Path(leaves, path.GetProperty("position").GetInt32() - 1).Select(hash => Base64Url.EncodeToString(hash)));
        Assert.Equal(root.Text("hash"), Base64Url.EncodeToString(SHA256.HashData(form)));
    }

    private static JsonElement Read()
    {
        const string fence = "```json vectors\n";
        var text = File.ReadAllText(SpecFile.PathOf("history.md")).ReplaceLineEndings("\n");
        var from = text.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return JsonSerializer.Deserialize<JsonElement>(text[from..text.IndexOf("```", from, StringComparison.Ordinal)]);
    }
}
