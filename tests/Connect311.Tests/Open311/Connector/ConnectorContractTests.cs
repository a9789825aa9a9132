using System.Globalization;
using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Open311.Connector;

/// <summary>
/// The department's system is a second instance of this program, with a database of its own. Residents report, staff of both act, and
/// between the two calls and answers get lost, come late, in halves, or meet a server that broke: at the end both say the same, once.
/// </summary>
public sealed class ConnectorContractTests : IAsyncLifetime
{
    private static readonly Mishap[] Mishaps = Enum.GetValues<Mishap>();

    private readonly ReroutingTown _parks = new("at-once", application => application);
    private readonly List<string> _numbers = [];
    private FaultProxy _proxy = null!;
    private ConnectorTown _town = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var (file, text) in ConnectorTown.Files)
        {
            await File.WriteAllTextAsync(Path.Combine(_parks.Folder, file), text, Token);
        }

        using var there = _parks.Application.Anybody();
        _proxy = await FaultProxy.StartAsync(new Uri(there.BaseAddress!, "open311/v2").AbsoluteUri, () => _town.Application.Time);
    }

    public async ValueTask DisposeAsync()
    {
        _town.Dispose();
        await _proxy.DisposeAsync();
        _parks.Dispose();
    }

    [Theory]
    [InlineData(11, "json")]
    [InlineData(12, "xml")]
    [InlineData(13, "json")]
    public async Task Both_ends_say_the_same_in_the_end_and_nothing_twice(int seed, string format)
    {
        _town = new(_proxy.Address, ("Format", format), ("ApiKey", "demo-app"), ("PublishUpdates", "true"), ("AtOnce", "1"));
        var random = new Random(seed);
        _proxy.Next = _ => random.Next(3) > 0 ? Mishap.None : Mishaps[random.Next(Mishaps.Length)];
        for (var i = 0; i < 40; i++)
        {
            await ActAsync(random);
            _parks.Application.Time.Advance(_town.Application.Time.GetUtcNow() - _parks.Application.Time.GetUtcNow());
            await _town.TurnAsync(TimeSpan.FromSeconds(random.Next(1, 60)));
        }

        _proxy.Next = _ => Mishap.None;
        for (var i = 0; i < 40 && (i < 3 || (await _town.AllForwardsAsync()).Exists(row => row.State is DeliveryState.Waiting or DeliveryState.Sending)); i++)
        {
            await _town.TurnAsync(TimeSpan.FromMinutes(10));
        }

        await AssertAgreeAsync();
    }

    private async Task ActAsync(Random random)
    {
        var theirs = await TheirsAsync();
        var one = theirs.Count == 0 ? null : theirs[random.Next(theirs.Count)];
        switch (random.Next(7))
        {
            case 0 or 1:
                var place = string.Create(CultureInfo.InvariantCulture, $"{{\"latitude\":0.5{_numbers.Count:00},\"longitude\":1.4}}");
                _numbers.Add(await _town.Town.SubmitAsync(ReroutingTown.HoleIn(place, """ "answers":{"size":"small"},"contact":{"name":"Ana","email":"ana@example.org"} """)));
                break;
            case 2 when _numbers.Count > 0:
                await _town.OperateAsync(_numbers[random.Next(_numbers.Count)], "notes", $$"""{"text":"Note {{random.Next(100_000)}}."}""");
                break;
            case 3 when one is not null:
                await WorkAsync(one, "updates", $$"""{"text":"Word {{random.Next(100_000)}}."}""");
                break;
            case 4 when one is not null:
                await WorkAsync(one, "start");
                break;
            case 5 when one is not null:
                await WorkAsync(one, random.Next(2) == 0 ? "wait" : "resume", """{"waitingFor":"parts"}""");
                break;
            case 6 when one is not null && random.Next(2) == 0:
                await WorkAsync(one, "close", random.Next(3) switch
                {
                    0 => """{"outcome":"fixed","note":"Done."}""",
                    1 => $$"""{"outcome":"not-found","visitedAt":"{{_parks.Application.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""",
                    _ => """{"outcome":"referred-outside","referredTo":"The county"}""",
                });
                break;
        }
    }

    /// <summary>What the department's staff do; what the lifecycle refuses is not done.</summary>
    private async Task WorkAsync(string number, string action, string? body = null)
    {
        using var desk = _parks.Application.Staff("demo-operator");
        await desk.ActAsync(number, action, $"\"{(await _parks.RowAsync(number)).Version}\"", action == "resume" ? null : body);
    }

    /// <summary>The numbers that the department's system gave.</summary>
    private async Task<List<string>> TheirsAsync() =>
        [.. (await _parks.Application.Database.QueryAsync<long>("SELECT Id FROM ServiceRequest ORDER BY Id;", null, Token)).Select(id => new Connect311.Api.ServiceRequests.TrackingNumber(id).ToString())];

    private async Task AssertAgreeAsync()
    {
        Assert.All(await _town.AllForwardsAsync(), row => Assert.True(row.State == DeliveryState.Sent, $"{row}"));
        var theirs = await TheirsAsync();
        var ids = new List<string>();
        foreach (var number in _numbers)
        {
            var ours = await _town.RowAsync(number);
            ids.Add(ours.ExternalId!);
            var there = await _parks.RowAsync(ours.ExternalId!);
            Assert.Equal((there.Status == "assigned" ? "acknowledged" : there.Status, there.Outcome, there.WaitingFor), (ours.Status, ours.Outcome, ours.WaitingFor));
            Assert.Equal((ours.Description, ours.Latitude, ours.Longitude, ours.Answers), (there.Description, there.Latitude, there.Longitude, there.Answers));

            var (here, far) = (await _town.HistoryAsync(number), await HistoryAsync(ours.ExternalId!));
            Assert.Equal(TextsOf(far, "updated"), TextsOf(here, "updated"));
            Assert.Equal(TextsOf(here, "noted"), TextsOf(far, "commented"));
            Assert.Equal(Kinds(far), Kinds(here));
        }

        Assert.Equal(theirs.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.Equal(0, await _parks.Application.Database.CountAsync("SELECT COUNT(*) FROM Contact WHERE RequestId > @value;", 0L));
        _town.Town.AssertSound();
        _parks.AssertSound();
    }

    /// <summary>The steps that both took, in their order; that it was seen is said by the one when the other has it.</summary>
    private static IEnumerable<string> Kinds(List<JsonElement> history) =>
        history.Select(line => line.Text("event")).Where(kind => kind is "started" or "resumed" or "closed");

    private static IEnumerable<string> TextsOf(List<JsonElement> history, string kind) =>
        history.Where(line => line.Text("event") == kind).Select(line => line.Text("text")).Order(StringComparer.Ordinal);

    private async Task<List<JsonElement>> HistoryAsync(string number)
    {
        using var desk = _parks.Application.Staff("demo-operator");
        return [.. (await (await desk.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("history").EnumerateArray()];
    }
}
