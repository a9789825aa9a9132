using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Devices;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>The way of a report: validate, place, route, due, intake batch. Everything before the batch is in memory.</summary>
internal sealed class Submitting(CurrentCity city, SafeIntake intake, TimeProvider time)
{
    /// <summary>How a submission ended; a refusal names every fault at once, and nothing of it is stored.</summary>
    internal abstract record Ending
    {
        internal sealed record Accepted(IntakeResult Result) : Ending;

        internal sealed record Faulty(IReadOnlyList<Fault> Faults) : Ending;

        /// <summary>The entry takes no request; its text says what to do instead.</summary>
        internal sealed record NotARequest(ServiceType Type) : Ending;
    }

    /// <summary>A report as it was read.</summary>
    /// <param name="Root">Its body, of which nothing but the key was read.</param>
    /// <param name="Key">Its idempotency key, or null; what is wrong with it stands among the faults of the body.</param>
    /// <param name="Device">Where it comes from.</param>
    /// <param name="IsQueued">Whether it comes with others out of a phone's queue.</param>
    internal sealed record Sent(ObjectReader Root, string? Key, SubmissionDevice Device, bool IsQueued = false)
    {
        /// <summary>What came with it that is kept for triage beside it, by JSON Pointer.</summary>
        public IReadOnlyDictionary<string, JsonElement> Aside { get; init; } = new Dictionary<string, JsonElement>();
    }

    public async Task<Ending> SubmitAsync(Sent sent, Caller caller, CancellationToken cancellationToken)
    {
        var (now, faults) = (city.Value, sent.Root.Faults);
        var received = Read(sent, caller, now);
        var readable = faults.Count == 0;
        var (report, noRequest) = ReportChecks.Check(received, now, faults);
        if (report is not null)
        {
            return new Ending.Accepted(await intake.TakeAsync(received, report, now, cancellationToken));
        }

        // What was stored once is answered alike, even where the catalogue would refuse it today.
        return readable && received.HasKey && await intake.FindAsync(received, cancellationToken) is { } stored
            ? new Ending.Accepted(stored)
            : noRequest is not null ? new Ending.NotARequest(noRequest) : new Ending.Faulty(faults);
    }

    private ReceivedReport Read(Sent sent, Caller caller, City now)
    {
        var aside = new Dictionary<string, JsonElement>(sent.Aside);
        var submission = SubmissionReader.Read(sent.Root, now.Catalog.Version, aside, sent.IsQueued);
        return new()
        {
            Submission = submission,
            Aside = aside,
            IsQueued = sent.IsQueued,
            CatalogVersion = submission.CatalogVersion ?? now.Catalog.Version,
            ReceivedAt = time.Now(),
            Channel = caller.Channel,
            Actor = caller.Id,
            StaffRole = caller.IsStaff ? caller.Role : null,
            HasKey = sent.Key is not null,
            KeyHash = IdempotencyKey.HashOf(caller.Id, sent.Key),
            BodyHash = IdempotencyKey.MeaningOf(submission),
            DeviceId = sent.Device.Id,
            UnprovenDevice = sent.Device.Unproven,
        };
    }
}
