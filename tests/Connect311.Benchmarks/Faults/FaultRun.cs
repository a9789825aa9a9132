using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Faults;

/// <summary>What a run of <c>faults</c> is to do.</summary>
/// <param name="IsShort">For the tests: as short as each fault allows.</param>
internal sealed record FaultPlan(int Seed, int Clients, bool IsShort);

/// <summary>Runs one fault: load, the fault, its end, load again, and an audit of everything.</summary>
internal sealed class FaultRun(Fault fault, FaultPlan plan)
{
    private static readonly TimeSpan WarmTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(30);

    private int Enough => plan.IsShort ? 30 : 150;

    public async Task<FaultResult> RunAsync()
    {
        using var folder = new ServerFolder();
        try
        {
            if (fault.Prepare(folder) is { } missing)
            {
                return FaultResult.Skipped(fault, missing);
            }

            await using var stage = new FaultStage(fault, plan, folder);
            return await RunAsync(stage);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // Such as a server that died of it.
            return FaultResult.Broken(fault, $"{broken.GetType().Name}: {broken.Message}");
        }
        finally
        {
            fault.Dispose();
        }
    }

    private async Task<FaultResult> RunAsync(FaultStage stage)
    {
        await stage.StartServerAsync();
        stage.BeginLoad();
        var isWarm = await FaultStage.UntilAsync(() => Count(stage, Phase.Before) >= Enough, WarmTime);
        await fault.BeginAsync(stage);
        stage.Book.Phase = Phase.During;
        await fault.LastAsync(stage);
        stage.Book.Phase = Phase.After;
        stage.EndingAt = stage.Book.Now;
        await fault.EndAsync(stage);
        var ended = stage.Book.Now;
        var recovered = await RecoverAsync(stage, ended);
        await FaultStage.UntilAsync(() => Count(stage, Phase.After) >= Enough, RecoveryTime);
        await stage.SettleAsync();
        return FaultResult.Of(fault, stage, isWarm, recovered);
    }

    /// <summary>How long it took until a report was stored and the server called itself ready; null when it did neither in time.</summary>
    private static async Task<TimeSpan?> RecoverAsync(FaultStage stage, TimeSpan ended)
    {
        Answer? stored = null;
        Answer? ready = null;
        Answer? First(string what) => stage.Book.Answers.FirstOrDefault(answer => answer.What == what && answer.IsDone && answer.At >= ended);
        var isDone = await FaultStage.UntilAsync(
            () => (stored ??= First(AnswerBook.Submissions)) is not null && (ready ??= First(AnswerBook.Ready)) is not null, RecoveryTime);
        return isDone ? (stored!.At > ready!.At ? stored.At : ready.At) - ended : null;
    }

    private static int Count(FaultStage stage, Phase phase) =>
        stage.Book.Answers.Count(answer => answer.SentIn == phase && answer.IsDone && answer.What == AnswerBook.Submissions);
}
