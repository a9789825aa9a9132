using System.Globalization;
using Connect311.Api.Triage;

namespace Connect311.Benchmarks.Crash;

/// <summary>Bodies of reports that New York's catalogue accepts, each with a mark of its own.</summary>
internal static class Reports
{
    private static readonly string[] Types =
        ["street-condition.pothole", "heat-hot-water.entire-building", "general.cabinet", "general.cooking-gas"];

    private static readonly string[] Contacts =
    [
        "null",
        """{ "name": "Ana Ruiz", "email": "ana@example.org", "notify": ["email"] }""",
        $$"""{ "email": "{{HeldEmail}}" }""",
        """{ "phone": "+12125550123", "language": "es", "notify": ["sms"] }""",
    ];

    /// <summary>Whose reports a supervisor holds back, sooner or later.</summary>
    public const string HeldEmail = "every.day@example.org";

    /// <summary>A closing that every one of these types has.</summary>
    public const string Outcome = "fixed";

    /// <summary>What a step needs to be told; null where it needs nothing.</summary>
    /// <param name="holder">The code of the department that has the request.</param>
    public static string? Step(string action, string? holder, Random random) => action switch
    {
        Lifecycle.Wait => $$"""{ "waitingFor": "{{WaitingFor.All[random.Next(WaitingFor.All.Length)]}}" }""",
        Lifecycle.Close => $$"""{ "outcome": "{{Outcome}}", "note": "Done." }""",
        Lifecycle.Cancel => $$"""{ "outcome": "{{Cancellation.Test}}", "note": "A try." }""",
        Lifecycle.Transfer => $$"""{ "department": "{{(holder == "DPR" ? "DSNY" : "DPR")}}", "reason": "wrong-department" }""",
        Lifecycle.Ask => """{ "text": "Which side of the road?" }""",
        Lifecycle.RejectDispute => """{ "sentence": "We looked again: it is filled." }""",
        Lifecycle.Reopen => """{ "reason": "It is not done." }""",
        _ => null,
    };

    /// <summary>Where a step is taken, below the request.</summary>
    public static string PathOf(string action) => action switch
    {
        Lifecycle.UpholdDispute => "dispute/uphold",
        Lifecycle.RejectDispute => "dispute/reject",
        _ => action,
    };

    /// <summary>The outcome that a step leaves.</summary>
    public static string? OutcomeOf(string action) => action switch
    {
        Lifecycle.Close => Outcome,
        Lifecycle.Cancel => Cancellation.Test,
        _ => null,
    };

    /// <summary>Another type, or another place.</summary>
    public static string Correction(Random random) => random.Next(2) == 0
        ? $$"""{ "serviceType": "{{Types[random.Next(Types.Length)]}}", "note": "Set right." }"""
        : string.Create(CultureInfo.InvariantCulture, $$"""
            { "location": { "latitude": {{40.6 + (random.NextDouble() / 10)}}, "longitude": {{-73.95 + (random.NextDouble() / 10)}}, "source": "map" } }
            """);

    public static string Body(Random random, string mark) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "serviceType": "{{Types[random.Next(Types.Length)]}}",
          "description": "{{mark}}",
          "location": { "latitude": {{40.6 + (random.NextDouble() / 10)}}, "longitude": {{-73.95 + (random.NextDouble() / 10)}} },
          "contact": {{Contacts[random.Next(Contacts.Length)]}}
        }
        """);
}
