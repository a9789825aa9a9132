using Connect311.Api.Delivery;
using Connect311.Api.Devices;
using Connect311.Api.Devices.Links;
using Connect311.Api.Incidents;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Import;
using Connect311.Api.Triage.Holds;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>A report that is ready to be stored: its row and everything that goes into the same commit.</summary>
/// <param name="First">The first event; it holds the decision.</param>
/// <param name="Data">The decision, as the first event holds it.</param>
/// <param name="HasKey">Whether the client sent an idempotency key; otherwise the key hash is of our own making.</param>
internal sealed record NewRequest(
    RequestRow Row, EventRow First, SubmittedData Data, ContactRow? Contact, IReadOnlyList<OutboxRow> Outbox, bool HasKey)
{
    /// <summary>The closing of an imported report that was closed long ago, or null.</summary>
    public EventRow? Closing { get; init; }

    /// <summary>The published row that an imported report was made of, or null.</summary>
    public ImportedRow? Imported { get; init; }

    /// <summary>What a machine's report needs to join what it resembles; null for all that never does.</summary>
    public MachineReport? Machine { get; init; }

    /// <summary>The hold under which it came in, or null.</summary>
    public HeldReportRow? Held { get; init; }

    /// <summary>The device that it is put on, or null.</summary>
    public DeviceLinkRow? Link { get; init; }

    /// <summary>The device from which it came, or null.</summary>
    public ReportDeviceRow? Device { get; init; }

    /// <summary>The photos that it names, whether they have come or not.</summary>
    public IReadOnlyList<RequestPhotoRow> Photos { get; init; } = [];

    public IEnumerable<EventRow> Events => Closing is null ? [First] : [First, Closing];

    public Receipt Receipt => new(Row.Id, First.At, Data, Row.Areas);
}

/// <summary>What was answered when a request was stored; a replay answers from it alike.</summary>
/// <param name="Areas">The areas that hold its place, as <see cref="AreaList"/> writes them.</param>
internal sealed record Receipt(long Id, DateTimeOffset ReceivedAt, SubmittedData Data, string Areas);

/// <summary>How a submission ended.</summary>
internal abstract record IntakeResult
{
    /// <summary>It is stored, and the commit is durable.</summary>
    internal sealed record Stored(Receipt Receipt) : IntakeResult;

    /// <summary>It was stored before, under the same key.</summary>
    internal sealed record Replayed(Receipt Receipt) : IntakeResult;

    /// <summary>Its key belongs to another report.</summary>
    internal sealed record KeyReused(TrackingNumber Number) : IntakeResult;

    /// <summary>It is durable, and waits for the database.</summary>
    /// <param name="Token">With which its sender asks for its number.</param>
    /// <param name="HasDanger">Whether its words speak of danger to life.</param>
    internal sealed record Spooled(string Token, bool HasDanger) : IntakeResult;

    /// <summary>Too much waits to be stored; nothing was.</summary>
    internal sealed record Busy : IntakeResult;
}
