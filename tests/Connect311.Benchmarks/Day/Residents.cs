using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Disputes;
using Connect311.Benchmarks.Crash;

namespace Connect311.Benchmarks.Day;

/// <summary>Those who report: they send, look up, answer, take back and dispute.</summary>
internal sealed class Residents(DayWorld world, DayClient client, int seed)
{
    private const int TwicePercent = 2;
    private const int LookUpPercent = 4;
    private const int WithdrawPerThousand = 6;
    private const int AnswerPercent = 65;
    private const int DisputePercent = 12;

    private readonly Random _random = new(seed);

    private int _sentTwice;

    /// <summary>Reports that were sent once more at the same moment.</summary>
    public int SentTwice => _sentTwice;

    /// <summary>Sends a report; now and then twice at once, as phones do, which must be one.</summary>
    public async Task SubmitAsync(DayReport report)
    {
        var isTwice = !report.IsOfMachine && Draw(100) < TwicePercent;
        var answers = await Task.WhenAll(Enumerable.Range(0, isTwice ? 2 : 1).Select(_ => DayClient.TimedAsync(world.Submitting, () => PostAsync(report))));
        if (answers.Any(answer => !answer.IsOk))
        {
            world.Anomalies.Add(LoadClient.Unexpected, $"a report was refused: {answers.First(answer => !answer.IsOk)}");
            return;
        }

        if (answers.Select(answer => answer.Body.GetProperty("trackingNumber").GetString()).Distinct().Count() > 1)
        {
            world.Anomalies.Add(LedgerCheck.Doubled, $"{report.Entry.Mark} was given two numbers");
        }

        Interlocked.Add(ref _sentTwice, answers.Length - 1);
        TakeReceipt(report, answers[0].Body);
        if (!report.IsOfMachine)
        {
            Plan(report);
        }
    }

    /// <summary>Answers what was asked, or does not.</summary>
    public void Asked(DayReport report)
    {
        if (Draw(100) < AnswerPercent)
        {
            world.Later(TimeSpan.FromMinutes(10 + Draw(300)), () => ActAsync(report, "answer", EventKind.ClarificationAnswered, new() { ["text"] = "On the left, behind the fence." }));
        }
    }

    /// <summary>Accepts how it was closed, or does not.</summary>
    public void Closed(DayReport report)
    {
        if (Draw(100) >= DisputePercent)
        {
            return;
        }

        var (reason, isTwice) = (DisputeReason.All[Draw(DisputeReason.All.Length)], Draw(5) == 0);
        world.Later(TimeSpan.FromMinutes(5 + Draw(240)), async () =>
        {
            JsonObject body = new() { ["reason"] = reason, ["text"] = "Nobody was here." };
            if (await ActAsync(report, "dispute", EventKind.Disputed, body) && isTwice)
            {
                await PostAsync(report, "dispute", body);
            }
        });
    }

    private void Plan(DayReport report)
    {
        if (Draw(1_000) < WithdrawPerThousand)
        {
            world.Later(TimeSpan.FromMinutes(10 + Draw(600)), () => WithdrawAsync(report));
        }

        if (Draw(100) < LookUpPercent)
        {
            world.Later(TimeSpan.FromMinutes(1 + Draw(600)), () => LookUpAsync(report));
        }
    }

    private async Task WithdrawAsync(DayReport report)
    {
        if (await ActAsync(report, "withdraw", EventKind.Withdrawn, []))
        {
            lock (report.Entry)
            {
                report.Entry.Outcome = Cancellation.Withdrawn;
            }
        }
    }

    private async Task LookUpAsync(DayReport report)
    {
        var answer = await client.GetAsync($"/v1/public/service-requests/{report.Number}", null, (ReporterKeys.Header, report.Entry.ReporterKey!));
        if (!answer.IsOk)
        {
            world.Anomalies.Add(LoadClient.Unexpected, $"a look at {report.Number}: {answer}");
        }
    }

    private async Task<bool> ActAsync(DayReport report, string action, string kind, JsonObject body)
    {
        var answer = await PostAsync(report, action, body);
        if (!answer.IsOk)
        {
            client.Refused(answer, $"{action} of {report.Number}");
            return false;
        }

        DayWorld.Count(world.Told, kind);
        return true;
    }

    private Task<DayAnswer> PostAsync(DayReport report, string action, JsonObject body) => client.PostAsync(
        $"/v1/public/service-requests/{report.Number}/{action}", null, body.Count == 0 ? null : body.ToJsonString(), null, (ReporterKeys.Header, report.Entry.ReporterKey!));

    private Task<DayAnswer> PostAsync(DayReport report) => client.PostAsync(
        "/v1/service-requests",
        null,
        report.Entry.Body,
        null,
        ("X-Api-Key", report.IsOfMachine ? world.MachineKey : "demo-app"),
        ("Idempotency-Key", report.Entry.Key ?? report.Entry.Mark.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')));

    private void TakeReceipt(DayReport report, JsonElement receipt)
    {
        lock (report.Entry)
        {
            TrackingNumber.Read(receipt.GetProperty("trackingNumber").GetString()!, out var number);
            report.Entry.Number = number;
            report.Entry.ReporterKey = receipt.GetProperty("reporterKey").GetString();
            report.Entry.Acknowledged[1] = EventKind.Submitted;
        }

        DayWorld.Count(world.Told, EventKind.Submitted);
        world.Add(report);
    }

    private int Draw(int below)
    {
        lock (_random)
        {
            return _random.Next(below);
        }
    }
}
