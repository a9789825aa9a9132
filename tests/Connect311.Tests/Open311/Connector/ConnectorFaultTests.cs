using System.Text.Json;
using Connect311.Api.Delivery;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Open311.Connector;

/// <summary>
/// Residents report, staff act and the department works, while calls and answers between the two systems get lost, come late, in
/// halves, or meet a server that broke: at the end both have the same, and nothing twice.
/// </summary>
public sealed class ConnectorFaultTests
{
    private static readonly Mishap[] Mishaps = Enum.GetValues<Mishap>();

    [Theory]
    [InlineData(1, "json", true)]
    [InlineData(2, "xml", true)]
    [InlineData(3, "json", false)]
    public async Task Both_ends_agree_in_the_end(int seed, string format, bool deduplicates)
    {
        await using var parks = await SmallGeoReport.StartAsync();
        parks.Deduplicates = deduplicates;
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestApplication.Noon);
        FaultProxy? proxy = null;
        await using var _ = proxy = await FaultProxy.StartAsync(parks.Address, () => clock);
        using var town = new ConnectorTown(proxy.Address, ("Format", format), ("Deduplicates", deduplicates ? "true" : "false"), ("AtOnce", "1"));
        (parks.Time, clock) = (town.Application.Time, town.Application.Time);
        var random = new Random(seed);
        proxy.Next = call => random.Next(3) > 0 ? Mishap.None : Mishaps[random.Next(Mishaps.Length)];

        var numbers = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            await ActAsync(town, parks, numbers, random);
            await town.TurnAsync(TimeSpan.FromSeconds(random.Next(1, 60)));
        }

        proxy.Next = _ => Mishap.None;
        for (var i = 0; i < 60 && (i < 3 || (await town.AllForwardsAsync()).Exists(row => row.State is DeliveryState.Waiting or DeliveryState.Sending)); i++)
        {
            await town.TurnAsync(TimeSpan.FromMinutes(10));
        }

        await AssertAgreeAsync(town, parks, numbers);
    }

    private static async Task ActAsync(ConnectorTown town, SmallGeoReport parks, List<string> numbers, Random random)
    {
        var known = parks.Requests.Count == 0 ? null : parks.Requests[random.Next(parks.Requests.Count)]["service_request_id"];
        switch (random.Next(6))
        {
            case 0 or 1:
                var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"latitude\":0.5{numbers.Count:00},\"longitude\":1.4}}");
                numbers.Add(await town.Town.SubmitAsync(Connect311.Tests.Triage.Rerouting.ReroutingTown.HoleIn(place)));
                break;
            case 2 when numbers.Count > 0:
                await town.OperateAsync(numbers[random.Next(numbers.Count)], "notes", $$"""{"text":"Note {{random.Next(1000)}}."}""");
                break;
            case 3 when known is not null:
                parks.Say(known, "in_progress");
                break;
            case 4 when known is not null:
                parks.Say(known, "unchanged", $"Word {random.Next(1000)}.");
                break;
            case 5 when known is not null && random.Next(2) == 0:
                parks.Say(known, "fixed");
                break;
        }
    }

    private static async Task AssertAgreeAsync(ConnectorTown town, SmallGeoReport parks, List<string> numbers)
    {
        var forwards = await town.AllForwardsAsync();
        Assert.All(forwards, row => Assert.True(row.State == DeliveryState.Sent, $"{row}"));
        Assert.Equal(numbers.Count, parks.Requests.Count);
        var ids = new List<string>();
        foreach (var number in numbers)
        {
            var row = await town.RowAsync(number);
            var history = await town.HistoryAsync(number);
            ids.Add(row.ExternalId!);
            var said = parks.Says.Where(one => one["service_request_id"] == row.ExternalId).ToList();
            var status = said.Exists(one => one["status"] == "fixed") ? RequestStatus.Closed
                : said.Exists(one => one["status"] == "in_progress") ? RequestStatus.InProgress : RequestStatus.Acknowledged;
            Assert.Equal(status, row.Status);

            // Words of theirs, each once; notes of ours, each once at their end.
            var notes = history.Where(line => line.Text("event") == "noted").ToList();
            Assert.Equal(Words(said), notes.Where(line => line.Text("actor") == "connector-PARKS").Select(TextOf).Where(text => !text.StartsWith('[')).Order(StringComparer.Ordinal));
            Assert.Equal(
                notes.Where(line => line.Text("actor") == "demo-operator").Select(TextOf).Order(StringComparer.Ordinal),
                parks.Told.Where(one => one["service_request_id"] == row.ExternalId).Select(one => one["description"]).Order(StringComparer.Ordinal));
        }

        Assert.Equal(parks.Requests.Select(one => one["service_request_id"]).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        town.Town.AssertSound();
    }

    private static IEnumerable<string> Words(List<Dictionary<string, string>> said) =>
        said.Select(one => one["description"]).Where(text => text.Length > 0).Order(StringComparer.Ordinal);

    private static string TextOf(JsonElement line) => line.Text("text");
}
