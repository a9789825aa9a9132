using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests;

/// <summary>The way of a report: validate, place, route, due, intake batch. Everything before the batch is in memory.</summary>
internal sealed class Submitting(
    CurrentCity city, Reception reception, NumberBlocks numbers, IntakeQueue intake, TimeProvider time)
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
        if (type is { IsRequest: false })
        {
            return new Ending.NotARequest(type);
        }

        var readable = faults.Count == 0;
        var placement = Check(submission, type, now, faults);
        var (keyHash, bodyHash) = (IdempotencyKey.HashOf(caller.Id, key), IdempotencyKey.MeaningOf(submission));
        if (faults.Count > 0)
        {
            // What was stored once is answered alike, even where the catalogue would refuse it today.
            return readable && key is not null && await intake.FindAsync(keyHash, bodyHash, cancellationToken) is { } stored
                ? new Ending.Accepted(stored)
                : new Ending.Faulty(faults);
        }

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
            Aside = AsideOf(aside, personal: false),
            PersonalAside = AsideOf(aside, personal: true),
        };
        return new Ending.Accepted(await intake.SubmitAsync(reception.Receive(submission, type!, placement!, origin)));
    }

    private static string? AsideOf(Dictionary<string, JsonElement> aside, bool personal)
    {
        var kept = aside.Where(member => Contacts.MayBePersonal(member.Key) == personal).ToDictionary();
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
