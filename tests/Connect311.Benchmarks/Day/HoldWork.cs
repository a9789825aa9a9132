using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Holds;
using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Load;
using Connect311.Routing;

namespace Connect311.Benchmarks.Day;

/// <summary>The head of the operators holds back for some hours of the day what one sender reports, and looks at what waits because of it.</summary>
internal sealed class HoldWork(DayWorld world, DayClient client, BulkWork bulk, Team team, Random random)
{
    private const int AtOnce = 50;
    private const int SpamPercent = 20;

    private static readonly TimeSpan From = TimeSpan.FromHours(6);
    private static readonly TimeSpan Until = TimeSpan.FromHours(10);
    private static readonly string Queue = $"/v1/departments/{RuleSet.OperatorDepartment}/queue?status={RequestStatus.Submitted}&limit={AtOnce}";

    private readonly DateTimeOffset _begin = world.Clock.GetUtcNow();
    private (string Id, int Version)? _hold;
    private bool _isOver;

    private string Token => team.Supervisor.Token;

    public async Task ActAsync()
    {
        var time = world.Clock.GetUtcNow() - _begin;
        if (_hold is null && !_isOver && time >= From)
        {
            await BeginAsync();
        }
        else if (_hold is { } hold && time >= Until)
        {
            await EndAsync(hold);
        }

        if (await client.ReadAsync(Queue, Token) is { } answer && answer.GetProperty("items").EnumerateArray().ToList() is [_, ..] waiting)
        {
            await SortAsync(waiting);
        }
    }

    private async Task BeginAsync()
    {
        var wish = new JsonObject { ["kind"] = HoldKind.Email, ["value"] = ReportBodies.Email, ["reason"] = "Too many.", ["days"] = 1 };
        var answer = await client.PostAsync(HoldEndpoints.Path, Token, wish.ToJsonString());
        Expect(answer);
        _hold = (answer.Body.GetProperty("id").GetString()!, answer.Body.GetProperty("version").GetInt32());
    }

    private async Task EndAsync((string Id, int Version) hold)
    {
        Expect(await client.PostAsync($"{HoldEndpoints.Path}/{hold.Id}/end", Token, null, hold.Version));
        (_hold, _isOver) = (null, true);
    }

    /// <summary>Some are no reports; the others go to their departments.</summary>
    private async Task SortAsync(List<JsonElement> waiting)
    {
        var spam = waiting.Where(_ => random.Next(100) < SpamPercent).Take(3).ToList();
        foreach (var item in spam)
        {
            await RefuseAsync(item);
        }

        if (waiting.Except(spam).ToList() is [_, ..] others)
        {
            await bulk.ReleaseAsync(others);
        }
    }

    private async Task RefuseAsync(JsonElement item)
    {
        var report = await world.FindAsync(item.GetProperty("trackingNumber").GetString()!);
        var body = new JsonObject { [StepMember.Outcome] = Cancellation.Spam, [StepMember.Note] = "No report." };
        if (await client.ChangeAsync(report, "/cancel", EventKind.Cancelled, Token, item.GetProperty("version").GetInt32(), body.ToJsonString()) is not null)
        {
            lock (report.Entry)
            {
                report.Entry.Outcome = Cancellation.Spam;
            }
        }
    }

    private void Expect(DayAnswer answer)
    {
        if (!answer.IsOk)
        {
            world.Anomalies.Add(LoadClient.Unexpected, $"a hold: {answer}");
        }
    }
}
