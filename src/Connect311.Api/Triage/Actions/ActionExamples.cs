namespace Connect311.Api.Triage.Actions;

/// <summary>Bodies to try in Swagger UI.</summary>
internal static class ActionExamples
{
    public static IReadOnlyDictionary<string, string> ByOperation { get; } = new Dictionary<string, string>
    {
        ["AcknowledgeServiceRequest"] = """{ "note": "For the night crew." }""",
        ["StartServiceRequest"] = """{ "note": "Crew 4 is there." }""",
        ["PauseServiceRequest"] = """{ "waitingFor": "weather", "note": "Too cold for asphalt." }""",
        ["ResumeServiceRequest"] = """{ "note": "Above freezing since noon." }""",
        ["CloseServiceRequest"] = """{ "outcome": "fixed", "note": "Filled and rolled." }""",
        ["CancelServiceRequest"] = """{ "outcome": "test", "note": "Sent by the makers of the app, who said so." }""",
        ["AddHold"] = """{ "kind": "email", "value": "ana@example.org", "reason": "Forty reports of the same empty lot since Monday.", "days": 30 }""",
        ["ReleaseHeldServiceRequest"] = """{ "note": "A real pothole this time." }""",
        ["ActInBulk"] = """
            {
              "mode": "best-effort", "action": "close", "with": { "outcome": "fixed", "note": "The whole street was repaved." },
              "items": [{ "trackingNumber": "311-10000004", "version": 3 }, { "trackingNumber": "311-10000135", "version": 7 }]
            }
            """,
        ["DisputeClosing"] = """{ "reason": "not-fixed", "text": "The hole is still there." }""",
        ["UpholdDispute"] = """{ "note": "The patch was put beside it." }""",
        ["RejectDispute"] = """{ "sentence": "The hole that is left belongs to the building site, which closes it by Friday." }""",
        ["ReopenServiceRequest"] = """{ "reason": "The patch sank in the first rain." }""",
    };
}
