using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Incidents;

/// <summary>Bodies to try in Swagger UI.</summary>
internal static class IncidentExamples
{
    private const string Requests = """{ "requests": ["311-10000004", "311-10000012"] }""";

    public static IReadOnlyDictionary<string, string> ByOperation { get; } = new Dictionary<string, string>
    {
        ["BeginIncident"] = Requests,
        ["JoinIncident"] = Requests,
        ["SplitIncident"] = """{ "requests": ["311-10000012"] }""",
        ["AcknowledgeIncident"] = ActionExamples.ByOperation["AcknowledgeServiceRequest"],
        ["StartIncident"] = ActionExamples.ByOperation["StartServiceRequest"],
        ["PauseIncident"] = ActionExamples.ByOperation["PauseServiceRequest"],
        ["ResumeIncident"] = ActionExamples.ByOperation["ResumeServiceRequest"],
        ["CloseIncident"] = ActionExamples.ByOperation["CloseServiceRequest"],
        ["AddIncidentUpdate"] = """{ "text": "The whole block is dark because of a cable; it is replaced tonight." }""",
        ["TransferIncident"] = """{ "department": "DEP", "reason": "next-step", "note": "The street is safe; the leak below it is not." }""",
    };
}
