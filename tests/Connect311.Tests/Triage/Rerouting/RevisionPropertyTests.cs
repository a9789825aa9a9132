using System.Globalization;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Tests.Http;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Triage.Rerouting;

/// <summary>
/// Whatever staff do, in whatever order: the row is the fold of its events, the chain is whole, and an open request stands
/// where intake would have put it, had the resident said at once what it says now.
/// </summary>
public sealed class RevisionPropertyTests
{
    private static readonly string[] Types = ["hole.road", "lamp.out", "secret.one", "praise.any", "unlisted"];
    private static readonly string[] Acts = ["acknowledge", "close", "rerouting/accept", "rerouting/dismiss"];

    [Theory]
    [InlineData("at-once", 1)]
    [InlineData("at-once", 2)]
    [InlineData("propose", 3)]
    public async Task Any_sequence_of_changes_leaves_what_intake_would_have_made(string policy, int seed)
    {
        using var town = new ReroutingTown(policy);
        using var fresh = new ReroutingTown(policy);
        var random = new Random(seed);
        var (changes, compared) = (0, 0);
        for (var round = 0; round < 40; round++)
        {
            var number = await town.SubmitAsync(Report(random).ToJsonString());
            for (var step = random.Next(8); step >= 0; step--)
            {
                changes += await StepAsync(town, number, random) ? 1 : 0;
            }

            var row = await town.RowAsync(number);
            if (RequestStatus.IsOpen(row.Status))
            {
                compared += await AssertAsIntakeAsync(fresh, row, policy) ? 1 : 0;
            }

            Assert.Null(await town.Application.Database.FaultOfHistoryAsync(row.Id));
        }

        town.AssertSound();
        Assert.True(changes > 40 && compared > 8, $"{changes} changes, {compared} compared");
    }

    /// <summary>One thing that staff try; true when it changed the request.</summary>
    private static async Task<bool> StepAsync(ReroutingTown town, string number, Random random)
    {
        town.Application.Time.Advance(TimeSpan.FromMinutes(1));
        var row = await town.RowAsync(number);
        using var agent = town.Application.Staff($"demo-agent-{row.Department}");
        var ifMatch = $"\"{row.Version}\"";
        var act = Acts[random.Next(Acts.Length)];
        var response = random.Next(3) > 0
            ? await agent.CorrectAsync(number, ifMatch, Correction(random).ToJsonString())
            : await agent.ActAsync(number, act, ifMatch, act == "close" ? """{"outcome":"fixed"}""" : null);
        Assert.True((int)response.StatusCode is 200 or 400 or 409, await response.TextAsync());
        var after = await town.RowAsync(number);
        Assert.True(response.IsSuccessStatusCode || after == row);
        return after.Version != row.Version;
    }

    /// <returns>False where staff chose the department, so that intake has no say.</returns>
    private static async Task<bool> AssertAsIntakeAsync(ReroutingTown fresh, StaffRow row, string policy)
    {
        fresh.Application.Time.AdjustTime(row.ReceivedAt);
        var report = new JsonObject
        {
            ["serviceType"] = row.ServiceType,
            ["description"] = row.Description,
            ["location"] = row.Latitude is null ? null : new JsonObject { ["latitude"] = row.Latitude, ["longitude"] = row.Longitude },
            ["address"] = row.AddressText is null ? null : new JsonObject { ["text"] = row.AddressText },
            ["answers"] = row.Answers is null ? null : JsonNode.Parse(row.Answers),
            ["contact"] = row.ServiceType == "praise.any" ? new JsonObject { ["email"] = "ana@example.org" } : null,
        };
        var made = await fresh.RowAsync(await fresh.SubmitAsync(report.ToJsonString()));
        Assert.Equal(Facts(made), Facts(row));
        if (row.Department != made.Department)
        {
            Assert.Equal("propose", policy);
            return false;
        }

        Assert.Equal((made.Queue, made.RoutingRule, made.Priority), (row.Queue, row.RoutingRule, row.IsDanger ? made.Priority : row.Priority));
        return true;
    }

    private static string Facts(StaffRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.ServiceType} {row.Areas} {row.Cell} {row.PublicPlace} {row.PublicLatitude} {row.PublicLongitude} {row.DueAt:O} {row.ReceivedAt:O}");

    /// <summary>A hole with a place, or with an address alone.</summary>
    private static JsonObject Report(Random random) => new()
    {
        ["serviceType"] = "hole.road",
        ["description"] = "A hole.",
        ["location"] = random.Next(4) == 0 ? null : JsonNode.Parse(random.Next(2) == 0 ? ReroutingTown.West : ReroutingTown.East),
        ["address"] = new JsonObject { ["text"] = "1 Main St" },
    };

    private static JsonObject Correction(Random random)
    {
        var correction = new JsonObject();
        if (random.Next(2) == 0)
        {
            correction["serviceType"] = Types[random.Next(Types.Length)];
        }

        if (random.Next(3) == 0)
        {
            correction["location"] = new JsonObject { ["latitude"] = random.NextDouble(), ["longitude"] = random.NextDouble() * 2.1 };
        }

        if (random.Next(4) == 0)
        {
            correction["address"] = new JsonObject { ["text"] = $"{random.Next(3)} Main St" };
        }

        if (random.Next(2) == 0)
        {
            correction["answers"] = random.Next(4) switch
            {
                0 => new JsonObject(),
                1 => new JsonObject { ["size"] = "big", ["depth"] = random.Next(3) },
                2 => new JsonObject { ["size"] = "small", ["seen"] = random.Next(5) == 0 ? "a gas leak" : "nobody" },
                _ => new JsonObject { ["pole"] = "7" },
            };
        }

        return correction;
    }
}
