using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Polly.CircuitBreaker;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>Stores reports in the database; and where that cannot be used, in the spool.</summary>
internal sealed class SafeIntake(IntakeQueue intake, NewRequests requests, IntakeCircuit circuit, SpoolQueue spool, OutageLog outages)
{
    /// <summary>Ends when the report is durable, in the database or in the spool; or when neither takes it.</summary>
    public async Task<IntakeResult> TakeAsync(ReceivedReport received, CheckedReport report, City now, CancellationToken cancellationToken)
    {
        if (received.UnprovenDevice is not null)
        {
            // Stored at once, it would come without its device.
            return await SpoolAsync(received, report, now);
        }

        if (!circuit.IsOpen && intake.IsFull)
        {
            // Before it takes a number: the numbers may have to be fetched from the same database that is behind.
            return new IntakeResult.Busy();
        }

        try
        {
            return await circuit.HurryAsync(
                async token => await intake.SubmitAsync(await requests.MakeAsync(received, report, received.DeviceId, now, token)),
                cancellationToken);
        }
        catch (Exception e) when (circuit.IsOutage(e))
        {
            // Whether it was stored all the same nobody knows; the drain finds it by its key then.
            outages.Add(e);
            return await SpoolAsync(received, report, now);
        }
    }

    /// <summary>What was stored under its key with the same meaning, or null.</summary>
    public Task<IntakeResult?> FindAsync(ReceivedReport received, CancellationToken cancellationToken) =>
        circuit.HurryAsync(token => intake.FindAsync(received.KeyHash, received.BodyHash, token), cancellationToken);

    private async Task<IntakeResult> SpoolAsync(ReceivedReport received, CheckedReport report, City now)
    {
        var danger = Urgency.DangerIn(report.Submission, report.Type, now.Catalog, received.AsideOf(contact: false));
        try
        {
            return new IntakeResult.Spooled(await spool.AddAsync(received), danger is not null);
        }
        catch (Exception e)
        {
            throw new BrokenCircuitException("Neither the database nor the spool takes reports.", e);
        }
    }
}
