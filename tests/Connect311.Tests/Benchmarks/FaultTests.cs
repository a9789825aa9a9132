using Connect311.Benchmarks.Faults;

namespace Connect311.Tests.Benchmarks;

/// <summary>A short form of the benchmark <c>faults</c>: those that need no root and little time.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("file-quota")]
    [InlineData("deleted")]
    [InlineData("replaced-for-good")]
    [InlineData("lost-log")]
    [InlineData("full-channel")]
    [InlineData("clock-jumps")]
    public async Task Nothing_is_lost_and_every_answer_is_as_defined_under(string name)
    {
        var fault = FaultsCommand.All(isShort: true).Single(fault => fault.Name == name);

        var result = await new FaultRun(fault, new(Seed: 311, Clients: 6, IsShort: true)).RunAsync();

        Assert.SkipWhen(result.SkippedBecause is not null, result.SkippedBecause ?? "");
        Assert.Empty(result.Misses);
        Assert.True(result.IsMet);
    }
}
