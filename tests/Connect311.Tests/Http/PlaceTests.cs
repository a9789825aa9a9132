using System.Globalization;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Whoever reported something says where it really is.</summary>
public sealed class PlaceTests : IDisposable
{
    private const string Public = "/v1/public/service-requests";

    /// <summary>About 55 m west, and 55 m east, of the boundary.</summary>
    private const double JustWest = 0.9995;
    private const double JustEast = 1.0005;

    private readonly List<ReroutingTown> _towns = [];

    [Theory]
    [InlineData("at-once", JustEast, "PARKS", null)]
    [InlineData("propose", JustEast, "ROADS", "PARKS")]
    [InlineData("at-once", 1.5, "ROADS", "PARKS")]
    [InlineData("at-once", 0.9991, "ROADS", null)]
    public async Task It_goes_where_the_rules_say_by_their_policy_and_far_only_once_staff_agree(
        string policy, double to, string holder, string? proposed)
    {
        var town = Town(policy);
        var (number, key) = await SubmittedAsync(town);
        using var owner = town.Application.ClientFor(ReporterKeys.Header, key);
        var answer = await (await MoveAsync(owner, number, to)).JsonAsync();
        var row = await town.RowAsync(number);
        Assert.Equal((holder, proposed, to), (row.Department, row.ProposedDepartment, row.Longitude));
        Assert.Equal(to, answer.GetProperty("place").GetProperty("longitude").GetDouble());
        Assert.Equal(holder, answer.GetProperty("department").Text("code"));
        town.AssertSound();
    }

    [Fact]
    public async Task The_same_again_changes_nothing_even_behind_what_staff_set_right_meanwhile()
    {
        var town = Town("propose");
        var (number, key) = await SubmittedAsync(town);
        using var owner = town.Application.ClientFor(ReporterKeys.Header, key);
        await (await MoveAsync(owner, number, 0.9992, "By the gate")).JsonAsync();
        await (await MoveAsync(owner, number, 0.9992, "By the gate")).JsonAsync();
        Assert.Equal((2, "By the gate"), ((await town.RowAsync(number)).Version, (await town.RowAsync(number)).AddressText));
        await town.CorrectedAsync(number, """{"location":{"latitude":0.5,"longitude":0.9}}""");
        await (await MoveAsync(owner, number, 0.9992, "By the gate")).JsonAsync();
        Assert.Equal((3, 0.9), ((await town.RowAsync(number)).Version, (await town.RowAsync(number)).Longitude));
        await (await MoveAsync(owner, number, 0.9993)).JsonAsync();
        Assert.Equal((4, 0.9993), ((await town.RowAsync(number)).Version, (await town.RowAsync(number)).Longitude));

        using var staff = town.Application.Staff("demo-agent-ROADS");
        var history = (await (await staff.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(("corrected", "resident"), (history[1].Text("event"), history[1].Text("actor")));
        town.AssertSound();
    }

    [Fact]
    public async Task What_has_ended_stays_where_it_was_and_no_place_outside_the_city_is_taken()
    {
        var town = Town("at-once");
        var (number, key) = await SubmittedAsync(town);
        using var owner = town.Application.ClientFor(ReporterKeys.Header, key);
        Assert.Equal(["/location outside-area"], await (await MoveAsync(owner, number, 50)).FaultsAsync());
        Assert.Equal(["/location required"], await (await owner.PostJsonAsync($"{Public}/{number}/place", null, "{}")).FaultsAsync());
        Assert.Equal(["/address/unit unknown-member"], await (await owner.PostJsonAsync(
            $"{Public}/{number}/place", null, """{"location":{"latitude":0.5,"longitude":0.5},"address":{"text":"x","unit":"4B"}}""")).FaultsAsync());
        await town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        await (await MoveAsync(owner, number, 0.4)).ProblemAsync(ProblemCode.TransitionNotAllowed);
        using var anybody = town.Application.Anybody();
        await (await MoveAsync(anybody, number, 0.4)).ProblemAsync(ProblemCode.CredentialRequired);
    }

    [Fact]
    public async Task A_note_is_for_staff_alone_and_is_there_once_however_often_it_comes()
    {
        var town = Town("at-once");
        var (number, key) = await SubmittedAsync(town);
        using var owner = town.Application.ClientFor(ReporterKeys.Header, key);
        for (var time = 0; time < 2; time++)
        {
            Assert.DoesNotContain("MARKER", await (await owner.PostJsonAsync($"{Public}/{number}/notes", null, """{"text":"MARKER: mind the dog."}""")).TextAsync(), StringComparison.Ordinal);
        }

        using var staff = town.Application.Staff("demo-agent-ROADS");
        var history = (await (await staff.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(2, history.Count);
        Assert.Equal(("commented", "resident", "MARKER: mind the dog."), (history[1].Text("event"), history[1].Text("actor"), history[1].Text("text")));
        await town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        await (await owner.PostJsonAsync($"{Public}/{number}/notes", null, """{"text":"Thank you."}""")).JsonAsync();
        await (await owner.PostJsonAsync($"{Public}/{number}/forget", null)).JsonAsync();
        Assert.DoesNotContain("MARKER", await (await staff.ReadAsync($"/v1/service-requests/{number}")).TextAsync(), StringComparison.Ordinal);
        town.AssertSound();
    }

    [Fact]
    public async Task Who_says_the_same_again_later_is_heard_again()
    {
        var town = Town("at-once");
        var (number, key) = await SubmittedAsync(town);
        using var owner = town.Application.ClientFor(ReporterKeys.Header, key);
        foreach (var minutes in (int[])[0, 59, 2, 61])
        {
            town.Application.Time.Advance(TimeSpan.FromMinutes(minutes));
            await (await owner.PostJsonAsync($"{Public}/{number}/notes", null, """{"text":"It is still there."}""")).JsonAsync();
        }

        using var staff = town.Application.Staff("demo-agent-ROADS");
        var history = (await (await staff.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("history").EnumerateArray();
        Assert.Equal(3, history.Count(line => line.Text("event") == "commented"));
        town.AssertSound();
    }

    public void Dispose() => _towns.ForEach(town => town.Dispose());

    private ReroutingTown Town(string policy)
    {
        _towns.Add(new(policy));
        return _towns[^1];
    }

    private static async Task<(string Number, string Key)> SubmittedAsync(ReroutingTown town)
    {
        var answer = await town.SubmittedAsync(ReroutingTown.HoleIn(string.Create(CultureInfo.InvariantCulture, $$"""{"latitude":0.5,"longitude":{{JustWest}}}""")));
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }

    private static Task<HttpResponseMessage> MoveAsync(HttpClient owner, string number, double longitude, string? address = null) => owner.PostJsonAsync(
        $"{Public}/{number}/place",
        null,
        JsonSerializer.Serialize(new { location = new { latitude = 0.5, longitude }, address = address is null ? null : new { text = address } }));
}
