using System.Security.Cryptography;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Devices;
using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>Stores spooled reports in the database on the way of every report: what is stored under their keys already is found, not stored again.</summary>
internal sealed class SpoolStore(SpoolSeal seal, NewRequests requests, IntakeStore store, CurrentCity city, SubmissionDevices devices)
{
    /// <summary>How often a report is tried that the database does not take, though it can be used.</summary>
    private const int Allowed = 3;

    /// <summary>It was spooled for another database.</summary>
    private const string ForeignReason = "another-database";

    /// <summary>The key ring does not open it.</summary>
    private const string UnreadableReason = "unreadable";

    /// <summary>What became of rows; those that are in neither list stay as they are.</summary>
    /// <param name="Stored">The ids of what the database is known to have.</param>
    /// <param name="Failed">What it did not take.</param>
    /// <param name="Outage">Why the rest was not tried, or null.</param>
    internal sealed record Outcome(IReadOnlyList<long> Stored, IReadOnlyList<SqliteSpoolSql.FailedParameters> Failed, Exception? Outage);

    /// <param name="rows">In the order in which they came.</param>
    public async Task<Outcome> StoreAsync(IReadOnlyList<WaitingRow> rows, CancellationToken cancellationToken)
    {
        var (stored, failed) = (new List<long>(), new List<SqliteSpoolSql.FailedParameters>());
        var (ids, batch) = (new List<long>(), new List<NewRequest>());
        foreach (var row in rows)
        {
            if (await MakeAsync(row, failed, cancellationToken) is { } request)
            {
                ids.Add(row.Id);
                batch.Add(request);
            }
        }

        var outcomes = await store.StoreAsync(batch, cancellationToken);
        Exception? outage = null;
        foreach (var (id, request, outcome) in ids.Zip(batch, outcomes))
        {
            switch (outcome)
            {
                case { Failure: { } failure } when DatabaseErrors.IsUnavailable(failure):
                    outage = failure;
                    break;
                case { Failure: { } failure }:
                    failed.Add(new(id, Allowed, failure.GetType().Name));
                    break;
                case { Result: IntakeResult.KeyReused }:
                    failed.Add(new(id, 1, Http.ProblemCode.KeyReused.Code));
                    break;
                default:
                    await LinkAsync(request, outcome.Result!, cancellationToken);
                    stored.Add(id);
                    break;
            }
        }

        return new(stored, failed, outage);
    }

    /// <summary>The request of a row; or null, and why there is none stands among what failed. It keeps none behind it waiting.</summary>
    private async Task<NewRequest?> MakeAsync(WaitingRow row, List<SqliteSpoolSql.FailedParameters> failed, CancellationToken cancellationToken)
    {
        try
        {
            if (seal.Open(row) is { } report)
            {
                var now = city.Value;
                var device = await devices.OfAsync(report, cancellationToken);
                return await requests.MakeAsync(report, ReportChecks.CheckAccepted(report, now), device, now, cancellationToken);
            }

            failed.Add(new(row.Id, 1, ForeignReason));
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException)
        {
            failed.Add(new(row.Id, 1, UnreadableReason));
        }
        catch (Exception broken) when (broken is not OperationCanceledException && !DatabaseErrors.IsUnavailable(broken))
        {
            failed.Add(new(row.Id, Allowed, broken.GetType().Name));
        }

        return null;
    }

    /// <summary>A copy that came another way may have come without the device.</summary>
    private Task LinkAsync(NewRequest request, IntakeResult result, CancellationToken cancellationToken) => result is IntakeResult.Replayed replayed
        ? devices.LinkAgainAsync(request.Link?.DeviceId, replayed.Receipt.Id, cancellationToken)
        : Task.CompletedTask;
}
