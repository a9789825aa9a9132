using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>What of a report is set right. Whatever is left out, or null, stays as it is.</summary>
internal sealed record Correction
{
    /// <summary>The service type that it really is, from <c>GET /v1/service-types</c>.</summary>
    [MaxLength(100)]
    public string? ServiceType { get; init; }

    /// <summary>Where it really is; takes the place of the whole location.</summary>
    public SubmittedLocation? Location { get; init; }

    /// <summary>
    /// True takes away where it is by coordinates, where they are wrong and nobody knows better: it goes on as a report that
    /// came without.
    /// </summary>
    public bool RemoveLocation { get; init; }

    /// <summary>Where it really is, in words. An apartment that is left out stays.</summary>
    public SubmittedAddress? Address { get; init; }

    /// <summary>All answers, by question code; they take the place of those that are there. An empty object takes them away.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Answers { get; init; }

    /// <summary>Why; for staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }

    /// <summary>Reads the form of a correction; what the catalogue demands is checked by <see cref="CorrectionRules"/>.</summary>
    public static Correction Read(JsonElement json, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults);
        var correction = new Correction
        {
            ServiceType = root.Has("serviceType") ? root.RequiredText("serviceType", 100) : null,
            Location = SubmissionReader.ReadLocation(root, aside: null),
            RemoveLocation = root.Flag("removeLocation", byDefault: false),
            Address = SubmissionReader.ReadAddress(root, aside: null),
            Answers = root.Has("answers") ? SubmissionReader.ReadAnswers(root) ?? [] : null,
            Note = SubmissionReader.NullIfEmpty(root.Text("note", 4000, lines: true)),
        };
        root.End();
        if (correction is { RemoveLocation: true, Location: not null })
        {
            root.Add("removeLocation", FaultCodes.NotWith, "what", "a location");
        }

        return correction;
    }
}
