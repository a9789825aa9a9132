using Connect311.Api.ServiceRequests.History.Proof;
using CsCheck;

namespace Connect311.Tests.ServiceRequests.History;

public sealed class MerkleTreeTests
{
    /// <summary>Entries and roots with which implementations of Certificate Transparency are tested.</summary>
    private static readonly string[] Entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_is_that_of_certificate_transparency(int count, string root) =>
        Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root(Leaves(Entries[..count].Select(Convert.FromHexString)))));

    [Fact]
    public void The_path_of_every_leaf_leads_to_the_root_and_that_of_no_other() =>
        Gen.Byte.Array[1, 4].Array[1, 70].Sample(
            entries =>
            {
                var leaves = Leaves(entries);
                var root = MerkleTree.Root(leaves);
                var foreign = MerkleTree.Leaf("foreign"u8);
                for (var i = 0; i < leaves.Count; i++)
                {
                    var path = MerkleTree.Path(leaves, i);
                    Assert.Equal(root, MerkleTree.RootOf(leaves[i], i, leaves.Count, path));
                    Assert.NotEqual(root, MerkleTree.RootOf(foreign, i, leaves.Count, path));
                    Assert.Null(MerkleTree.RootOf(leaves[i], i, leaves.Count, [.. path, root]));
                    if (path.Count > 0)
                    {
                        Assert.Null(MerkleTree.RootOf(leaves[i], i, leaves.Count, path[..^1]));
                    }
                }
            },
            iter: 60);

    private static List<byte[]> Leaves(IEnumerable<byte[]> entries) => [.. entries.Select(entry => MerkleTree.Leaf(entry))];
}
