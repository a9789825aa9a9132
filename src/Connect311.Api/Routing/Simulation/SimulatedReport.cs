using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing.Simulation;

/// <summary>A report to be tried out: what of a submission routing looks at, and a version of the rule set.</summary>
internal sealed record SimulatedReport
{
    /// <summary>The channels that a report can be said to come by.</summary>
    public static readonly string[] Channels = [.. ServiceRequests.Channel.OfApps, ServiceRequests.Channel.Import];

    /// <summary>The code of a service type, from <c>GET /v1/service-types</c>.</summary>
    [Required, MaxLength(100)]
    public required string ServiceType { get; init; }

    /// <summary>What is wrong, in the resident's words.</summary>
    [MaxLength(4000)]
    public string? Description { get; init; }

    /// <summary>Where it is, by coordinates; a report without them is unplaced.</summary>
    public SubmittedLocation? Location { get; init; }

    /// <summary>Answers by question code: a text, a number, or an array of choice codes.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Answers { get; init; }

    /// <summary>How it comes in; mobile by default.</summary>
    [ExtensibleEnum(typeof(SimulatedReport), nameof(Channels))]
    public string? Channel { get; init; }

    /// <summary>When it is received; now by default.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The version of the rule set, a draft too; the one in force by default.</summary>
    [Range(1, int.MaxValue)]
    public int? Version { get; init; }

    /// <summary>The report as far as it is readable; <paramref name="faults"/> gets everything that is not.</summary>
    public static SimulatedReport Read(JsonElement json, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults);
        var report = new SimulatedReport
        {
            ServiceType = root.RequiredText("serviceType", 100),
            Description = SubmissionReader.NullIfEmpty(root.Text("description", 4000, lines: true)),
            Location = SubmissionReader.ReadLocation(root, aside: null),
            Answers = SubmissionReader.ReadAnswers(root),
            Channel = root.OneOf("channel", Channels),
            ReceivedAt = root.Time("receivedAt"),
            Version = root.Whole("version", 1),
        };
        root.End();
        return report;
    }

    public Submission ToSubmission() => new()
    {
        ServiceType = ServiceType,
        Description = Description,
        Location = Location,
        Answers = Answers,
    };
}
