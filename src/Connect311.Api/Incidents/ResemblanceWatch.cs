using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Incidents;

/// <summary>
/// Looks what new reports resemble, right behind intake and off its way, on one node at a time: whoever has the lease. Intake notes in
/// the report's own row that it is to be looked at, so that a node that dies leaves none out.
/// </summary>
internal sealed partial class ResemblanceWatch(
    Resemblances resemblances, Leases leases, IOptions<IncidentOptions> options, TimeProvider time, ILogger<ResemblanceWatch> logger)
    : RecurringService(time)
{
    public const string LeaseName = "incidents";

    private const int BatchSize = 50;

    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(60);

    /// <summary>Looks at all that nobody looked at, unless another node does.</summary>
    /// <returns>How many reports this node looked at.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var isNew = (await resemblances.UnlookedAsync(1, cancellationToken)).Count > 0;
        return isNew ? await leases.UnderAsync(LeaseName, LeaseLength, lease => LookAsync(lease, cancellationToken), cancellationToken) : 0;
    }

    protected override TimeSpan Every => TimeSpan.FromSeconds(options.Value.SuggestSeconds);

    protected override bool IsOn => options.Value.Suggest;

    protected override Task TurnAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogUnlooked(logger, error);

    private async Task<int> LookAsync(Lease lease, CancellationToken cancellationToken)
    {
        var looked = 0;
        do
        {
            var reports = await resemblances.UnlookedAsync(BatchSize, cancellationToken);
            if (reports.Count == 0)
            {
                break;
            }

            var found = new List<(long, long?)>();
            foreach (var report in reports)
            {
                found.Add((report.Id, await EarlierAsync(report, cancellationToken)));
            }

            await resemblances.NoteAsync(found, cancellationToken);
            looked += reports.Count;
        }
        while (await leases.RenewAsync(lease, LeaseLength, cancellationToken));

        return looked;
    }

    /// <summary>The nearest that was there before: of two that resemble each other, only the later one says so.</summary>
    private async Task<long?> EarlierAsync(ComparedReport report, CancellationToken cancellationToken)
    {
        var near = await resemblances.OfAsync(report, cancellationToken);
        return near.Where(one => (one.One.ReceivedAt, one.One.Id).CompareTo((report.ReceivedAt, report.Id)) < 0)
            .Select(one => (long?)one.One.Id)
            .FirstOrDefault();
    }

    [LoggerMessage(LogLevel.Error, "What new reports resemble could not be looked at.")]
    private static partial void LogUnlooked(ILogger logger, Exception error);
}
