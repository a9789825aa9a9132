using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks.Seeding;
using Connect311.Benchmarks.Servers;

namespace Connect311.Tests.Benchmarks;

/// <summary>The seeded databases are what the benchmarks take them for.</summary>
public sealed class SeedTests : IDisposable
{
    private const int Open = 40;
    private static readonly SeedSize Size = new(Requests: 200, Open, Set: 50);

    private readonly ServerFolder _large = new();
    private readonly ServerFolder _small = new();

    [Fact]
    public async Task The_server_takes_what_was_seeded_for_its_own()
    {
        await SeedAsync();
        await using var server = ServerProcess.Start(_large);
        using var client = await ClientAsync(server);

        var found = new List<JsonElement>();
        for (var i = 0L; i < Size.Requests; i++)
        {
            found.Add(await (await client.ReadAsync($"/v1/public/service-requests/{NumberOf(i)}")).JsonAsync());
        }

        Assert.Equal(Open, found.Count(request => request.Text("status") == RequestStatus.Assigned));
        Assert.All(found, request => Assert.Equal(request.GetProperty("open").GetBoolean() ? 1 : 2, request.GetProperty("history").GetArrayLength()));
        Assert.Equal(HttpStatusCode.NotFound, (await client.ReadAsync($"/v1/public/service-requests/{NumberOf(Size.Requests)}")).StatusCode);
        var next = await client.SubmittedAsync(Calls.Pothole);
        Assert.True(string.CompareOrdinal(next.Text("trackingNumber"), NumberOf(Size.Requests)) > 0, "a number was given twice");
    }

    [Fact]
    public async Task The_same_requests_of_one_department_are_open_with_and_without_the_closed_ones()
    {
        await SeedAsync();
        await using var large = ServerProcess.Start(_large);
        await using var small = ServerProcess.Start(_small);

        var amongAll = await QueueAsync(large);
        var alone = await QueueAsync(small);

        Assert.Equal(Enumerable.Range(1, Open).Select(i => NumberOf((i * Size.Stride) - 1)), alone.Order());
        Assert.Equal(alone, amongAll.Take(Open));
        Assert.Equal(Size.Requests, amongAll.Count);
    }

    public void Dispose()
    {
        _large.Dispose();
        _small.Dispose();
    }

    private static string NumberOf(long index) => new TrackingNumber(SeedDatabase.FirstId + index).ToString();

    private static async Task<HttpClient> ClientAsync(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = await server.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", "demo-app");
        return client;
    }

    private async Task SeedAsync()
    {
        await using (var server = ServerProcess.Start(_small))
        {
            using var client = await ClientAsync(server);
            await client.SubmittedAsync(Calls.Pothole);
            await client.SubmittedAsync(Calls.Pothole.Replace("40.67383", "40.68", StringComparison.Ordinal));
            await server.StopAsync();
        }

        SeedRun.Copy(_small, _large);
        using (var large = new SeedDatabase(_large.DatabaseFile))
        {
            large.Fill(Size, "DOT", TestApplication.Noon, _ => { });
        }

        using var small = new SeedDatabase(_small.DatabaseFile);
        small.CopyOpen(_large.DatabaseFile);
    }

    /// <summary>The numbers in the department's queue, the open ones first.</summary>
    private static async Task<List<string>> QueueAsync(ServerProcess server)
    {
        using var client = new HttpClient { BaseAddress = await server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-agent-DOT");
        var page = await (await client.ReadAsync("/v1/departments/DOT/queue?limit=200")).JsonAsync();
        return [.. page.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber"))];
    }
}
