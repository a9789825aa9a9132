using Connect311.Api.Records;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Benchmarks.State;

/// <summary>A request as its events alone tell it.</summary>
internal sealed class RequestFold
{
    /// <summary>The kinds of its events in their order: the first is the one of version 1.</summary>
    public List<string> Kinds { get; } = [];

    public required string Channel { get; init; }

    public required long ReceivedAt { get; init; }

    /// <summary>What was decided last.</summary>
    public SubmittedData Decided { get; set; } = null!;

    /// <summary>What was said last of its clocks.</summary>
    public RequestClocks Clocks { get; set; } = RequestClocks.None;

    /// <summary>Whether a missed target showed it to the operators.</summary>
    public bool IsEscalated { get; set; }

    /// <summary>Where it is proposed to be sent on to, or null.</summary>
    public Routed? Proposed { get; set; }

    /// <summary>What the report says, as the details of its events keep it; null once erased.</summary>
    public Dictionary<string, string>? Said { get; set; } = [];

    /// <summary>Who has it in hand; null where nobody has, or where that was erased.</summary>
    public string? Assignee { get; set; }

    /// <summary>Whether its events still tell who has it in hand.</summary>
    public bool KnowsHands { get; set; } = true;

    /// <summary>For the how manieth time it is held; null before the first.</summary>
    public long? ClaimToken { get; set; }

    /// <summary>When it last changed hands.</summary>
    public long HeldSince { get; set; }

    /// <summary>The incident that it is in; null where it is in none.</summary>
    public long? IncidentId { get; set; }

    /// <summary>Whether it follows its incident, and is no work of its own.</summary>
    public bool Follows { get; set; }

    public string Status { get; set; } = "";

    public string Department { get; set; } = "";

    public string? Outcome { get; set; }

    public string? WaitingFor { get; set; }

    public long? AnswerUntil { get; set; }

    public long? DuplicateOf { get; set; }

    public long? DisputedAt { get; set; }

    /// <summary>What was erased of it.</summary>
    public ErasureScopes Erased { get; set; }

    public long? LegalHoldAt { get; set; }

    public long? ForgetAskedAt { get; set; }

    public long ReopenCount { get; set; }

    public long? AcknowledgedAt { get; set; }

    /// <summary>Each closing, with what became of it.</summary>
    public List<ClosingFold> Closings { get; } = [];

    public long TransferCount { get; set; }

    public string? ExternalId { get; set; }

    public long? ClosedAt { get; set; }

    public long UpdatedAt { get; set; }

    public string HeadHash { get; set; } = "";

    /// <summary>From its row: what the client wrote, and under which key.</summary>
    public string? Description { get; set; }

    public string KeyHash { get; set; } = "";
}
