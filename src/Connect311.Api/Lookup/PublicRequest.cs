using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Api.Routing;
using Connect311.Api.ServiceLevels.Estimates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Disputes;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Lookup;

/// <summary>What anybody may know of a service request.</summary>
internal sealed record PublicRequest
{
    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>The status, as a code.</summary>
    [Required, ExtensibleEnum(typeof(RequestStatus))]
    public required string Status { get; init; }

    /// <summary>The status in the caller's language.</summary>
    [Required]
    public required string StatusText { get; init; }

    /// <summary>Whether work is still to be done; never changes its meaning.</summary>
    [Required]
    public required bool Open { get; init; }

    /// <summary>Who has it now.</summary>
    [Required]
    public required Named Department { get; init; }

    /// <summary>What it is about.</summary>
    [Required]
    public required Named ServiceType { get; init; }

    /// <summary>Why the department got it when it came in; null for all but its owner (<c>X-Reporter-Key</c>).</summary>
    [Required]
    public required OwnRouting? Routing { get; init; }

    /// <summary>When the city got it.</summary>
    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When anything last happened to it.</summary>
    [Required]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the department should say that it has seen it; null without a target, and once it did.</summary>
    [Required]
    public required DateTimeOffset? AcknowledgeDueAt { get; init; }

    /// <summary>When somebody should look at it; null without a target, once somebody did, and while it waits.</summary>
    [Required]
    public required DateTimeOffset? InspectDueAt { get; init; }

    /// <summary>When it should be done; null without a target, and while it waits; what is missed stays so.</summary>
    [Required]
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether it waits for others, so that what is not due yet has no time until it goes on.</summary>
    [Required]
    public required bool Paused { get; init; }

    /// <summary>How long such requests really take; null where too few were closed, and for one that is not open.</summary>
    [Required]
    public required Estimate? Estimate { get; init; }

    /// <summary>What comes next; null where nothing does.</summary>
    [Required]
    public required NextStep? Next { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    [Required]
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    [Required]
    public required PublicOutcome? Outcome { get; init; }

    /// <summary>What the work waits for; null unless it waits.</summary>
    [Required]
    public required Named? WaitingFor { get; init; }

    /// <summary>What staff ask its owner; null where they ask nothing, and for everybody else.</summary>
    [Required]
    public required PublicClarification? Clarification { get; init; }

    /// <summary>How it stands with what its owner disputed; null where nothing was, and for everybody else.</summary>
    [Required]
    public required PublicDispute? Dispute { get; init; }

    /// <summary>How often it was opened again.</summary>
    [Required]
    public required int ReopenCount { get; init; }

    /// <summary>How the department's own system calls it; null where it did not say.</summary>
    [Required]
    public required string? ExternalId { get; init; }

    /// <summary>The published place, rounded as the service type demands; null without one.</summary>
    [Required]
    public required PublicPlace? Place { get; init; }

    /// <summary>Its photos: all that it names for its owner (<c>X-Reporter-Key</c>), for others those that staff released.</summary>
    [Required]
    public required IReadOnlyList<PhotoState> PhotoStates { get; init; }

    /// <summary>What happened, oldest first.</summary>
    [Required]
    public required IReadOnlyList<PublicEvent> History { get; init; }
}

/// <summary>Why a department got a report, for whoever sent it.</summary>
/// <param name="Reason">A sentence or a few: the rule's own, where the place lies if that decided, which other departments may be responsible, what an operator still has to know.</param>
/// <param name="NeedsAnswerTo">The code of the question whose answer would have decided; as a rule null.</param>
internal sealed record OwnRouting(string Reason, [property: Required] string? NeedsAnswerTo);

/// <summary>How a request ended.</summary>
/// <param name="Code">A code of the city's own list.</param>
/// <param name="Name">Its name in the caller's language.</param>
/// <param name="Sentence">What became of it, in plain words.</param>
internal sealed record PublicOutcome(string Code, string Name, string Sentence);

/// <summary>Where it is, as exactly as may be published.</summary>
/// <param name="Latitude">Degrees north; null where only areas are published.</param>
/// <param name="Longitude">Degrees east; null where only areas are published.</param>
/// <param name="Precision">How exact it is: exact, block (the middle of a grid cell of about 100 m) or area.</param>
/// <param name="Areas">The areas that hold it.</param>
internal sealed record PublicPlace(
    double? Latitude,
    double? Longitude,
    [property: ExtensibleEnum(typeof(CatalogWords), nameof(CatalogWords.PublicPlaces))] string Precision,
    IReadOnlyList<PublicArea> Areas);

/// <summary>An area that holds the place.</summary>
/// <param name="Set">The area set, such as <c>borough</c>.</param>
/// <param name="Code">The area's code in its set.</param>
/// <param name="Name">The area's name.</param>
internal sealed record PublicArea(string Set, string Code, string Name);

/// <summary>Something that happened to a request.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Event">What happened, as a code.</param>
/// <param name="Status">The status after it.</param>
/// <param name="Department">Who held the request then.</param>
/// <param name="Sentence">
/// What happened, in plain words: how it ended; what the work waits for; from whom and to whom it was sent on, for its owner also why. Null
/// for what needs no words.
/// </param>
internal sealed record PublicEvent(
    DateTimeOffset At,
    [property: ExtensibleEnum(typeof(EventKind))] string Event,
    [property: ExtensibleEnum(typeof(RequestStatus))] string Status,
    Named Department,
    [property: Required] string? Sentence);

/// <summary>What staff ask whoever reported a request.</summary>
/// <param name="Text">What they ask; null once erased.</param>
/// <param name="AskedAt">When they asked.</param>
/// <param name="AnswerUntil">Until when it may be answered; then the work goes on without.</param>
internal sealed record PublicClarification([property: Required] string? Text, DateTimeOffset AskedAt, DateTimeOffset AnswerUntil);

/// <summary>What whoever reported a request disputed.</summary>
/// <param name="State">
/// open; upheld (staff agreed, and opened it again); rejected; or reopened: it was opened again before anybody decided.
/// </param>
/// <param name="Reason">Why, as a code.</param>
/// <param name="DisputedAt">When.</param>
/// <param name="Sentence">What staff answered; null where they did not, or once erased.</param>
internal sealed record PublicDispute(
    string State,
    [property: Required, ExtensibleEnum(typeof(DisputeReason))] string? Reason,
    DateTimeOffset DisputedAt,
    [property: Required] string? Sentence)
{
    private static string StateBy(string? decision) => decision switch
    {
        null => "open",
        EventKind.DisputeUpheld => "upheld",
        EventKind.DisputeRejected => "rejected",
        _ => "reopened",
    };

    public static PublicDispute? Of(FoundRequest found)
    {
        if (found.History.FindLastIndex(line => line.Kind == EventKind.Disputed) is var at && at < 0)
        {
            return null;
        }

        var decided = found.History.Skip(at).FirstOrDefault(line => line.Kind is EventKind.DisputeUpheld or EventKind.DisputeRejected or EventKind.Reopened);
        return new(
            StateBy(decided?.Kind),
            EventData.Read(found.History[at].Data).Reason,
            found.History[at].At,
            decided is { Kind: EventKind.DisputeRejected } ? EventText.Of(decided.Content) : null);
    }
}

/// <summary>Makes public answers of public rows.</summary>
internal sealed class PublicRequests(
    CurrentCity city, RoutingReasons reasons, ClosingEstimates estimates, PhotoStates photos, IOptions<DisputeOptions> disputes)
{
    /// <summary>What goes on inside a department is nobody else's.</summary>
    private static readonly string[] Internal =
    [
        EventKind.Requeued, EventKind.ReroutingDismissed, EventKind.Noted, EventKind.Commented, EventKind.NearBreach, EventKind.Breached,
        .. EventKind.Hands, .. EventKind.Incidents, .. EventKind.OfRecords,
    ];

    /// <param name="own">The request that the caller's reporter key fits, or null: its owner is told why it went where it went.</param>
    public async ValueTask<List<PublicRequest>> OfAsync(
        IEnumerable<FoundRequest> found, TrackingNumber? own, string language, CancellationToken cancellationToken)
    {
        var requests = new List<PublicRequest>();
        foreach (var request in found)
        {
            requests.Add(await OfAsync(request, own, language, cancellationToken));
        }

        return requests;
    }

    /// <inheritdoc cref="OfAsync(IEnumerable{FoundRequest}, TrackingNumber?, string, CancellationToken)"/>
    public async ValueTask<PublicRequest> OfAsync(
        FoundRequest found, TrackingNumber? own, string language, CancellationToken cancellationToken)
    {
        var row = found.Row;
        var decided = found.History.Last(line => EventKind.Decides(line.Kind));
        var routing = own?.Id == row.Id
            ? await reasons.ForOwnerAsync(RevisedData.ReadDecision(decided.Kind, decided.Data), row.Areas, language, cancellationToken)
            : null;
        var history = new List<PublicEvent>(found.History.Count);
        foreach (var line in found.History.Where(line => !Internal.Contains(line.Kind)))
        {
            history.Add(await EventOfAsync(line, own?.Id == row.Id, language, cancellationToken));
        }

        var catalog = city.Value.Catalog;
        return new()
        {
            TrackingNumber = new TrackingNumber(row.Id).ToString(),
            Status = row.Status,
            StatusText = Texts.Status(row.Status, language),
            Open = RequestStatus.IsOpen(row.Status),
            Department = DepartmentOf(row.Department, language),
            ServiceType = new(row.ServiceType, row.ServiceTypeText ?? catalog.ServiceTypeName(row.ServiceType, language)),
            Routing = routing,
            ReceivedAt = row.ReceivedAt,
            UpdatedAt = row.UpdatedAt,
            AcknowledgeDueAt = row.Clocks.ShownAcknowledgeDueAt,
            InspectDueAt = row.Clocks.ShownInspectDueAt,
            DueAt = row.DueAt == Clock.Never ? null : row.DueAt,
            Paused = row.PausedAt is not null,
            Estimate = RequestStatus.IsOpen(row.Status) ? estimates.Find(row.ServiceType, row.Areas) : null,
            Next = NextStep.Of(row, own?.Id == row.Id, disputes.Value.Days, language),
            ClosedAt = row.ClosedAt,
            Outcome = OutcomeWords.Of(row.Outcome, row.Status, found.History.LastOrDefault(line => line.Kind == EventKind.Closed), city.Value, language),
            WaitingFor = row.WaitingFor is { } waitingFor ? new(waitingFor, Texts.WaitingFor(waitingFor, language)) : null,
            Clarification = own?.Id == row.Id ? ClarificationOf(found) : null,
            Dispute = own?.Id == row.Id ? PublicDispute.Of(found) : null,
            ReopenCount = row.ReopenCount,
            ExternalId = row.ExternalId,
            Place = PlaceOf(row),
            PhotoStates = photos.Of(found.Photos.Where(photo => (own?.Id == row.Id && !photo.IsEvidence) || (photo.IsReleased && PhotoShow.Publishes(row.ServiceType, row.Visibility, catalog)))),
            History = history,
        };
    }

    /// <summary>Whether a row may be shown though it was erased whole, or a later catalogue made its type confidential.</summary>
    public bool IsShown(PublicRow row, TrackingNumber? own) =>
        row.Department.Length > 0 && (own?.Id == row.Id || city.Value.Catalog.ServiceTypesByCode.GetValueOrDefault(row.ServiceType) is not { IsConfidential: true });

    private static PublicClarification? ClarificationOf(FoundRequest found) =>
        found.Row.AnswerUntil is { } until && found.History.LastOrDefault(line => line.Kind == EventKind.ClarificationAsked) is { } asked
            ? new(EventText.Of(asked.Content), asked.At, until)
            : null;

    private PublicPlace? PlaceOf(PublicRow row)
    {
        if (row.PublicPlace is null || row.Visibility == CatalogWords.Limited)
        {
            return null;
        }

        var known = city.Value.AreaNames;
        var areas = AreaList.Read(row.Areas)
            .Select(area => new PublicArea(area.Set, area.Code, known.GetValueOrDefault(area, area.Code)));
        return new(row.PublicLatitude, row.PublicLongitude, row.PublicPlace, [.. areas]);
    }

    private async ValueTask<PublicEvent> EventOfAsync(
        PublicEventRow line, bool isOwn, string language, CancellationToken cancellationToken)
    {
        var data = EventData.Read(line.Data);
        var sentence = EventKind.SendsOn(line.Kind)
            ? await SentenceOfAsync(RevisedData.Read(line.Data), isOwn, language, cancellationToken)
            : line.Kind == EventKind.Updated ? EventText.Of(line.Content)
            : line.Kind == EventKind.Closed ? OutcomeWords.Of(data.Outcome, data.Status, line, city.Value, language)?.Sentence
            : Texts.Event(line.Kind, data.WaitingFor, data.Outcome, language);
        return new(line.At, line.Kind, data.Status, DepartmentOf(data.Department, language), sentence);
    }

    /// <summary>That a request was sent on. Why is for its owner alone: a rule may tell what was answered.</summary>
    private async ValueTask<string> SentenceOfAsync(
        RevisedData data, bool isOwn, string language, CancellationToken cancellationToken)
    {
        var catalog = city.Value.Catalog;
        var sentOn = Texts.SentOn(
            catalog.DepartmentName(data.From!.Department, language), catalog.DepartmentName(data.Department, language), language);
        return isOwn ? $"{sentOn} {(await reasons.OfAsync(data, language, cancellationToken)).Reason}" : sentOn;
    }

    private Named DepartmentOf(string code, string language) =>
        new(code, city.Value.Catalog.DepartmentName(code, language));
}
