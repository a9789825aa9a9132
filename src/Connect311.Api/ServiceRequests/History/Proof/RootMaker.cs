using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>
/// Makes the roots of every day once it is over (UTC). Every node tries; the number is the key, so each is made once,
/// and all would make the same.
/// </summary>
internal sealed partial class RootMaker(HistoryStore store, RootKey key, TimeProvider time, ILogger<RootMaker> logger) : RecurringService(time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Makes what is due.</summary>
    /// <param name="mostEvents">How many events one root may cover.</param>
    /// <returns>How many roots this node made.</returns>
    public async Task<int> MakeAsync(int mostEvents, CancellationToken cancellationToken)
    {
        var day = Time.Now().UtcDateTime.Date.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = await store.FindLastRootAsync(cancellationToken);
        if (last is not null && string.CompareOrdinal(last.Day, day) >= 0)
        {
            return 0;
        }

        var end = await store.LastPositionAsync(cancellationToken);
        var made = 0;
        for (var first = (last?.LastPosition ?? 0) + 1; first <= end; first = last.LastPosition + 1)
        {
            last = await MakeAsync(last, day, first, Math.Min(end, first + mostEvents - 1), cancellationToken);
            if (!await store.AddRootAsync(last, cancellationToken))
            {
                break;
            }

            made++;
        }

        return made;
    }

    protected override TimeSpan Every => Interval;

    protected override Task FirstTurnAsync(CancellationToken cancellationToken) => TurnAsync(cancellationToken);

    protected override Task TurnAsync(CancellationToken cancellationToken) => MakeAsync(DailyRoot.MostEvents, cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(logger, error);

    private async Task<DailyRoot> MakeAsync(DailyRoot? before, string day, long first, long last, CancellationToken cancellationToken)
    {
        var leaves = await store.LeavesAsync(first, last, cancellationToken);
        if (leaves.Count != last - first + 1)
        {
            throw new InvalidOperationException($"Of the events {first} to {last} only {leaves.Count} are there: no root is made of them.");
        }

        var number = (before?.Number ?? 0) + 1;
        var tree = Base64Url.EncodeToString(MerkleTree.Root(leaves));
        var previous = before?.Hash ?? EventChain.Start;
        var form = DailyRoot.Form(number, day, first, last, tree, previous);
        return new()
        {
            Number = number,
            Day = day,
            FirstPosition = first,
            LastPosition = last,
            Tree = tree,
            PreviousHash = previous,
            Hash = Base64Url.EncodeToString(SHA256.HashData(form)),
            KeyId = key.Id,
            Signature = key.Sign(form),
            CreatedAt = Time.Now(),
        };
    }

    [LoggerMessage(LogLevel.Error, "The daily root of the history could not be made.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
