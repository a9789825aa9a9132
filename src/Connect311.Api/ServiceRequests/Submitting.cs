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

    public async Task<Ending> SubmitAsync(
        JsonElement body, IHeaderDictionary headers, Caller caller, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var aside = new Dictionary<string, JsonElement>();
        var now = city.Value;
        var key = IdempotencyKey.Read(headers, faults);
        var submission = SubmissionReader.Read(body, now.Catalog.Version, faults, aside);
        var type = now.Catalog.ServiceType(submission.ServiceType);
        var readable = faults.Count == 0;
        var placement = Check(submission, type, now, faults);
        var (keyHash, bodyHash) = (IdempotencyKey.HashOf(caller.Id, key), IdempotencyKey.MeaningOf(submission));
        if (faults.Count > 0 || type is { IsRequest: false })
        {
            // What was stored once is answered alike, even where the catalogue would refuse it today.
            return readable && key is not null && await intake.FindAsync(keyHash, bodyHash, cancellationToken) is { } stored
                ? new Ending.Accepted(stored)
                : type is { IsRequest: false } ? new Ending.NotARequest(type) : new Ending.Faulty(faults);
        }

        if (intake.IsFull)
        {
            // Before it takes a number: the numbers may have to be fetched from the same database that is behind.
            return new Ending.Accepted(new IntakeResult.Busy());
        }

        submission = AnswerRules.MoveUnknownAside(submission, type!, aside);
        var origin = new Origin
        {
            Number = await numbers.NextAsync(cancellationToken),
            ReceivedAt = time.Now(),
            Channel = caller.Channel,
            Actor = caller.Id,
            StaffRole = caller.IsStaff ? caller.Role : null,
            HasKey = key is not null,
            KeyHash = keyHash,
            BodyHash = bodyHash,
            Aside = AsideOf(aside, ofContact: false),
            ContactAside = AsideOf(aside, ofContact: true),
            HoldId = holds.Find(submission),
        };
        return new Ending.Accepted(await intake.SubmitAsync(reception.Receive(submission, type!, placement!, origin, now)));
    }

    private static string? AsideOf(Dictionary<string, JsonElement> aside, bool ofContact)
    {
        var kept = aside.Where(member => Contacts.BelongsToContact(member.Key) == ofContact).ToDictionary();
        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept, Json.Options);
    }

    private static Placement? Check(Submission submission, ServiceType? type, City now, List<Fault> faults)
    {
        if (type is null)
        {
            if (submission.ServiceType.Length > 0)
            {
                faults.Add(new("/serviceType", FaultCodes.UnknownServiceType));
            }

            return null;
        }

        if (!type.IsRequest)
        {
            return null;
        }

        var keepAside = submission.CatalogVersion is { } made && made != now.Catalog.Version;
        SubmissionRules.Check(submission, type, keepAside, faults);
        if (submission.Location is not { } location)
        {
            return Placement.Unplaced;
        }

        var placement = Placement.Of(location.Latitude, location.Longitude, type, now.AreaSets);
        if (placement is null)
        {
            faults.Add(new("/location", FaultCodes.OutsideArea));
        }

        return placement;
    }
}
