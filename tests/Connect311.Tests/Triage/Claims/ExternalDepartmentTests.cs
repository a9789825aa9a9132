using Connect311.Api.Http;
using Connect311.Tests.Http;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Triage.Claims;

/// <summary>A department that works in its own system: nothing of it is claimed here, and its silence is shown to the operators.</summary>
public sealed class ExternalDepartmentTests : IDisposable
{
    private const string Silent = "/v1/departments/311/queue?silent=true";

    private readonly ReroutingTown _town = new();
    private readonly HttpClient _operator;

    public ExternalDepartmentTests() => _operator = _town.Application.Staff("demo-operator");

    [Fact]
    public async Task Nothing_of_it_is_claimed_or_assigned()
    {
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East));
        using var agent = _town.Application.Staff("demo-agent-PARKS");
        foreach (var response in new[]
        {
            await agent.ActAsync(number, "claim", null),
            await agent.PostJsonAsync("/v1/departments/PARKS/queue/claim-next", null),
            await agent.DeleteAsync($"/v1/service-requests/{number}/claim", "\"1\""),
            await _operator.ActAsync(number, "assign", "\"1\"", """{"assignee":"demo-agent-PARKS"}"""),
        })
        {
            Assert.Equal("external-department", (await response.ProblemAsync(ProblemCode.NotClaimable)).Text("reason"));
        }
    }

    [Fact]
    public async Task Its_silence_is_shown_after_a_day_until_it_says_something()
    {
        var one = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East));
        Pass(TimeSpan.FromHours(1));
        var other = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East));
        await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        Pass(TimeSpan.FromHours(23) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await NumbersAsync(Silent));

        Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal([one], await NumbersAsync(Silent));
        Assert.Equal([one], await NumbersAsync("/v1/departments/PARKS/queue?silent=true"));
        Assert.Equal([one], await NumbersAsync($"{Silent}&number={one}"));
        Assert.Empty(await NumbersAsync($"{Silent}&number={other}"));
        Assert.Empty(await NumbersAsync("/v1/departments/ROADS/queue?silent=true"));

        Pass(TimeSpan.FromHours(1));
        Assert.Equal([one, other], await NumbersAsync(Silent));
        using var parks = _town.Application.Staff("demo-agent-PARKS");
        await parks.ActAsync(one, "acknowledge", "\"1\"");
        await parks.ActAsync(other, "close", "\"1\"", """{"outcome":"fixed"}""");
        Assert.Empty(await NumbersAsync(Silent));
    }

    [Fact]
    public async Task The_silent_ones_come_in_pages()
    {
        var numbers = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            numbers.Add(await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East)));
        }

        Pass(TimeSpan.FromDays(1));
        var found = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await (await _operator.ReadAsync($"{Silent}&limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}")).JsonAsync();
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber")));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(numbers, found);
        Assert.Equal(["/silent unknown-value"], await (await _operator.ReadAsync("/v1/departments/311/queue?silent=yes")).FaultsAsync());
    }

    public void Dispose()
    {
        _operator.Dispose();
        _town.Dispose();
    }

    /// <summary>Whatever the program does every few seconds is not done for each of them.</summary>
    private void Pass(TimeSpan time) => _town.Application.Time.AdjustTime(_town.Application.Time.GetUtcNow() + time);

    private async Task<string[]> NumbersAsync(string path) =>
        [.. (await (await _operator.ReadAsync(path)).JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber"))];
}
