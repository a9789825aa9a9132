using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.Routing;
using Connect311.Api.ServiceLevels.Estimates;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.ServiceRequests.Spool;

namespace Connect311.Api.ServiceRequests;

/// <summary>What a resident gets for a report.</summary>
internal sealed record SubmissionAnswer
{
    /// <summary>The number to keep; null while the report only has a <c>token</c> (202).</summary>
    [Required]
    public required string? TrackingNumber { get; init; }

    /// <summary>The status; <c>assigned</c>, since routing is part of the commit.</summary>
    [Required, ExtensibleEnum(typeof(RequestStatus))]
    public required string Status { get; init; }

    /// <summary>Whether work is still to be done.</summary>
    [Required]
    public required bool Open { get; init; }

    /// <summary>Who got it.</summary>
    [Required]
    public required Named Department { get; init; }

    /// <summary>Why they got it.</summary>
    [Required]
    public required RoutingAnswer Routing { get; init; }

    /// <summary>When the city got it.</summary>
    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When to expect that the department has seen it; null without a target.</summary>
    [Required]
    public required DateTimeOffset? AcknowledgeDueAt { get; init; }

    /// <summary>When to expect that somebody looks at it; null without a target.</summary>
    [Required]
    public required DateTimeOffset? InspectDueAt { get; init; }

    /// <summary>When to expect it done; null without a target.</summary>
    [Required]
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>How long such requests really take, as was observed; null where too few were closed.</summary>
    [Required]
    public required Estimate? Estimate { get; init; }

    /// <summary>What the resident should do now, such as calling 911; null as a rule.</summary>
    [Required]
    public required string? Notice { get; init; }

    /// <summary>Secret of this report: lets its owner follow, answer, dispute and withdraw it (<c>X-Reporter-Key</c>).</summary>
    [Required]
    public required string ReporterKey { get; init; }

    /// <summary>Whether it is on the device that was named (<c>X-Device-Token</c>); <c>refused</c> where that token is dead or none of ours, null where none was sent.</summary>
    [Required, ExtensibleEnum(typeof(DeviceLinking))]
    public required string? Device { get; init; }

    /// <summary>Where to go on.</summary>
    [Required]
    public required SubmissionLinks Links { get; init; }
}

/// <summary>Where to go on with a report.</summary>
/// <param name="Status">Where anybody can look the report up.</param>
internal sealed record SubmissionLinks(string Status);

/// <summary>A code with its name in the caller's language.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Name">The name to show.</param>
internal sealed record Named(string Code, string Name);

/// <summary>Makes answers of receipts, so that a first answer and its replay are alike.</summary>
internal sealed class SubmissionAnswers(CurrentCity city, RoutingReasons reasons, ReporterKeys reporterKeys, ClosingEstimates estimates)
{
    public async ValueTask<SubmissionAnswer> OfAsync(Receipt receipt, SubmissionDevice device, string language, CancellationToken cancellationToken)
    {
        var number = new TrackingNumber(receipt.Id);
        var data = receipt.Data;
        var catalog = city.Value.Catalog;
        return new()
        {
            TrackingNumber = number.ToString(),
            Status = data.Status,
            Open = RequestStatus.IsOpen(data.Status),
            Department = new(data.Department, catalog.DepartmentName(data.Department, language)),
            Routing = await reasons.OfAsync(data, language, cancellationToken),
            ReceivedAt = receipt.ReceivedAt,
            AcknowledgeDueAt = data.Clocks?.AcknowledgeDueAt,
            InspectDueAt = data.Clocks?.InspectDueAt,
            DueAt = data.DueAt,
            Estimate = estimates.Find(data.ServiceType, receipt.Areas),
            Notice = data.Danger is null ? null : catalog.Danger.Notice.In(language),
            ReporterKey = reporterKeys.Of(number),
            Device = device.Link,
            Links = new(Lookup.PublicEndpoints.PathOf(number)),
        };
    }

    /// <summary>What a report is answered that waits in the spool.</summary>
    public SpooledAnswer Of(IntakeResult.Spooled spooled, string language) =>
        SpooledAnswers.Of(spooled.Token, spooled.HasDanger ? city.Value.Catalog.Danger.Notice.In(language) : null);
}
