using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Holds;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>The way of a report: validate, place, route, due, intake batch. Everything before the batch is in memory.</summary>
internal sealed class Submitting(
    CurrentCity city, Reception reception, NumberBlocks numbers, IntakeQueue intake, ActiveHolds holds, TimeProvider time)
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
    /// <param name="IsQueued">Whether it comes with others out of a phone's queue.</param>
    /// <param name="DeviceId">The device that it is put on, or null.</param>
    internal sealed record Sent(ObjectReader Root, string? Key, bool IsQueued = false, string? DeviceId = null);

    public async Task<Ending> SubmitAsync(Sent sent, Caller caller, CancellationToken cancellationToken)
    {
        var (now, faults, aside) = (city.Value, sent.Root.Faults, new Dictionary<string, JsonElement>());
        var submission = SubmissionReader.Read(sent.Root, now.Catalog.Version, aside, sent.IsQueued);
        var readable = faults.Count == 0;
        var (keyHash, bodyHash) = (IdempotencyKey.HashOf(caller.Id, sent.Key), IdempotencyKey.MeaningOf(submission));
        var (report, noRequest) = Check(submission, now, sent, aside);
        if (report is null)
        {
            // What was stored once is answered alike, even where the catalogue would refuse it today.
            return readable && sent.Key is not null && await intake.FindAsync(keyHash, bodyHash, cancellationToken) is { } stored
                ? new Ending.Accepted(stored)
                : noRequest is not null ? new Ending.NotARequest(noRequest) : new Ending.Faulty(faults);
        }

        if (intake.IsFull)
        {
            // Before it takes a number: the numbers may have to be fetched from the same database that is behind.
            return new Ending.Accepted(new IntakeResult.Busy());
        }

        var origin = new Origin
        {
            Number = await numbers.NextAsync(cancellationToken),
            ReceivedAt = time.Now(),
            Channel = caller.Channel,
            Actor = caller.Id,
            StaffRole = caller.IsStaff ? caller.Role : null,
            HasKey = sent.Key is not null,
            KeyHash = keyHash,
            BodyHash = bodyHash,
            Aside = AsideOf(aside, ofContact: false),
            ContactAside = AsideOf(aside, ofContact: true),
            Faults = report.Faults is { Count: > 0 } noted ? noted : null,
            HoldId = holds.Find(report.Submission),
            DeviceId = sent.DeviceId,
        };
        return new Ending.Accepted(await intake.SubmitAsync(
            reception.Receive(report.Submission, report.Type, report.Placement, origin, now)));
    }

    private static string? AsideOf(Dictionary<string, JsonElement> aside, bool ofContact)
    {
        var kept = aside.Where(member => Contacts.BelongsToContact(member.Key) == ofContact).ToDictionary();
        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept, Json.Options);
    }

    /// <returns>What can be stored; or the entry that takes no request; or neither, and what is wrong stands among the faults.</returns>
    private static (CheckedReport? Report, ServiceType? NoRequest) Check(
        Submission submission, City now, Sent sent, Dictionary<string, JsonElement> aside)
    {
        var faults = sent.Root.Faults;
        if (submission.CatalogVersion is { } made && made != now.Catalog.Version)
        {
            SubmissionRules.CheckNotifications(submission.Contact, faults);
            return (faults.Count > 0 ? null : OutdatedReport.Fit(submission, now, aside), null);
        }

        var type = now.Catalog.ServiceType(submission.ServiceType);
        if (type is { IsRequest: true })
        {
            return (CheckedReport.Of(submission, type, now, sent.IsQueued, faults, aside), null);
        }

        if (type is null && submission.ServiceType.Length > 0)
        {
            faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
        }

        return (null, type);
    }
}
