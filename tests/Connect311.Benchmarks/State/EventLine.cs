using System.Buffers.Text;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Claims;
using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.State;

/// <summary>One stored event with its details.</summary>
internal sealed record EventLine(
    long Position,
    long RequestId,
    int Number,
    string Kind,
    long At,
    string Data,
    string Digests,
    string PreviousHash,
    string Hash,
    string? Salt,
    string? Content,
    long? ErasedAt)
{
    public static EventLine Read(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        reader.GetInt32(2),
        reader.GetString(3),
        reader.GetInt64(4),
        reader.GetString(5),
        reader.GetString(6),
        reader.GetString(7),
        reader.GetString(8),
        reader.IsDBNull(9) ? null : reader.GetString(9),
        reader.IsDBNull(10) ? null : reader.GetString(10),
        reader.IsDBNull(11) ? null : reader.GetInt64(11));

    /// <summary>The request before its first event, of which this is one.</summary>
    public RequestFold Begin()
    {
        var data = SubmittedData.Read(Data);
        return new() { Channel = data.Channel, ReceivedAt = At, HeadHash = EventChain.Start };
    }

    /// <summary>Why this event cannot follow what was folded so far, or null.</summary>
    public string? FaultAfter(RequestFold request) =>
        Number != request.Kinds.Count + 1 ? $"it follows event {request.Kinds.Count}"
        : At < request.UpdatedAt ? "it is older than the event before it"
        : PreviousHash != request.HeadHash ? "it names another event before it"
        : Hash != ComputedHash() ? "its hash is another"
        : !HasItsDigests() ? "its details are others"
        : Number > 1 && !Lifecycle.Leads(Kind, request.Status, EventData.Read(Data).Status) ? $"the lifecycle has no such step from {request.Status}"
        : null;

    public void FoldInto(RequestFold request)
    {
        var data = EventData.Read(Data);
        request.Kinds.Add(Kind);
        request.Status = data.Status;
        request.Department = data.Department;
        request.Outcome = data.Outcome;
        request.WaitingFor = data.Status == RequestStatus.Waiting ? data.WaitingFor ?? request.WaitingFor : null;
        request.AnswerUntil = data.Status == RequestStatus.Waiting ? data.AnswerUntil?.ToUnixTimeMilliseconds() ?? request.AnswerUntil : null;
        request.DuplicateOf = RequestStatus.IsOpen(data.Status) ? null : IdOf(data.DuplicateOf) ?? request.DuplicateOf;
        request.DisputedAt = Kind == EventKind.Disputed ? At
            : RequestStatus.IsOpen(data.Status) || Kind == EventKind.DisputeRejected ? null : request.DisputedAt;
        FoldRecord(request, data);
        FoldClosings(request);
        request.ReopenCount += Kind is EventKind.Reopened or EventKind.DisputeUpheld ? 1 : 0;
        request.ExternalId = EventKind.Begins(Kind) ? null : data.ExternalId ?? request.ExternalId;
        request.ClosedAt = RequestStatus.IsOpen(data.Status) ? null : request.ClosedAt ?? At;
        request.UpdatedAt = At;
        request.HeadHash = Hash;
        FoldHands(request);
        request.Clocks = data.Clocks ?? request.Clocks;
        request.Follows = data.Follows == true;
        request.IncidentId = data.Incident is not { } incident ? request.IncidentId
            : Kind is EventKind.Submitted or EventKind.IncidentJoined or EventKind.IncidentListed ? incident : null;
        if (data.Mark?.Escalation is { } escalation)
        {
            request.Decided = request.Decided with { Priority = escalation.Priority, Queue = escalation.Queue };
            request.IsEscalated = escalation.Operator;
        }

        request.Proposed = RequestStatus.IsOpen(data.Status) ? request.Proposed : null;
        if (Kind == EventKind.Submitted || EventKind.Revisions.Contains(Kind))
        {
            request.Decided = RevisedData.ReadDecision(Kind, Data);
            request.TransferCount = (request.Decided as RevisedData)?.Transfer?.Count ?? request.TransferCount;
            request.Clocks = request.Decided.AllClocks;
            request.Proposed = (request.Decided as RevisedData)?.Proposed;
            FoldSaid(request, (request.Decided as RevisedData)?.Changed ?? (Kind == EventKind.Submitted ? Corrected : []));
        }
    }

    private void FoldRecord(RequestFold request, EventData data)
    {
        request.LegalHoldAt = Kind switch
        {
            EventKind.LegalHoldPlaced => At,
            EventKind.LegalHoldEnded => null,
            _ => request.LegalHoldAt,
        };
        request.ForgetAskedAt = Kind == EventKind.ForgetAsked ? At : request.ForgetAskedAt;
        request.Erased &= ErasureScope.Kept(Kind, EventKind.Revisions.Contains(Kind) ? RevisedData.Read(Data).Changed : null);
        if (data.Erased is { } codes)
        {
            request.Erased |= ErasureScope.Whole(ErasureScope.Read(codes));

            // Nobody who sent photos is forgotten in what is folded here.
            request.ForgetAskedAt = request.Erased.HasFlag(ErasureScopes.Contact | ErasureScopes.OwnWords) ? null : request.ForgetAskedAt;
            if (request.Erased.HasFlag(ErasureScopes.Request))
            {
                request.Closings.Clear();
            }
        }
    }

    /// <summary>What was imported closed tells of no closing here.</summary>
    private void FoldClosings(RequestFold request)
    {
        var isImported = request.Outcome == CatalogWords.NotRecorded;
        if (Kind is EventKind.Acknowledged or EventKind.Started or EventKind.ClarificationAsked || (Kind == EventKind.Closed && !isImported))
        {
            request.AcknowledgedAt ??= At;
        }

        if (Kind == EventKind.Closed && !isImported)
        {
            request.Closings.Add(new(Number, At, request.Department, Content is null ? null : Detail("actor"), false, false, false));
        }
        else if (Kind is EventKind.Disputed or EventKind.DisputeUpheld or EventKind.Reopened && request.Closings is [.., { IsReopened: false } last])
        {
            request.Closings[^1] = last with
            {
                IsDisputed = last.IsDisputed || Kind == EventKind.Disputed,
                IsUpheld = Kind == EventKind.DisputeUpheld,
                IsReopened = Kind != EventKind.Disputed,
            };
        }
    }

    private static long? IdOf(string? number) =>
        TrackingNumber.Read(number, out var read) == TrackingNumber.Reading.Readable ? read.Id : null;

    /// <summary>Whether it takes a request out of a hand that must still have it.</summary>
    /// <param name="claimLength">How long a claim lasts at least.</param>
    public bool TakesFromAnother(RequestFold request, TimeSpan claimLength) =>
        Kind == EventKind.Claimed && request.Assignee is { } holder && holder != Taker && At - request.HeldSince < claimLength.TotalMilliseconds;

    /// <summary>Whom the event gives the request to; null where it gives it to nobody, or once erased.</summary>
    private string? Taker => Content is null ? null : Kind switch
    {
        EventKind.Claimed => Detail("actor"),
        EventKind.AssignedTo => Detail("assignee"),
        _ => null,
    };

    private string? Detail(string name) => JsonSerializer.Deserialize<Dictionary<string, string>>(Content!)!.GetValueOrDefault(name);

    private void FoldHands(RequestFold request)
    {
        if (EventKind.Hands.Contains(Kind))
        {
            request.Assignee = Taker;
            request.KnowsHands = Content is not null || Kind == EventKind.ClaimReleased;
            request.ClaimToken = JsonSerializer.Deserialize<ClaimData>(Data, Json.Options)!.Token;
            request.HeldSince = At;
        }
        else if (EventKind.Begins(Kind) || !RequestStatus.IsOpen(request.Status))
        {
            request.Assignee = null;
            request.KnowsHands = true;
        }
    }

    private void FoldSaid(RequestFold request, IEnumerable<string> changed)
    {
        if (Content is null || request.Said is not { } said)
        {
            request.Said = null;
            return;
        }

        var details = JsonSerializer.Deserialize<Dictionary<string, string>>(Content)!;
        foreach (var member in Corrected.Intersect(changed))
        {
            said.Remove(member);
            if (details.TryGetValue(member, out var value))
            {
                said[member] = value;
            }
        }
    }

    private string ComputedHash() => EventChain.Hash(
        RequestId, Number, Kind, DateTimeOffset.FromUnixTimeMilliseconds(At), Data, Digests, PreviousHash);

    /// <summary>What a correction can change of the values that details keep.</summary>
    private static readonly string[] Corrected = [CorrectedMember.Location, CorrectedMember.Address, CorrectedMember.Answers];

    /// <summary>What is digested here and kept encrypted in another place.</summary>
    private static readonly string[] SealedElsewhere = ["contact", "aside"];

    private bool HasItsDigests()
    {
        if (Salt is null || Content is null)
        {
            return Salt is null && Content is null && ErasedAt is not null;
        }

        var salt = Base64Url.DecodeFromChars(Salt);
        var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(Digests)!;
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(Content)!;
        return digests.Keys.Except(values.Keys).All(SealedElsewhere.Contains)
            && values.All(value => digests.GetValueOrDefault(value.Key) == EventChain.Digest(salt, value.Key, value.Value));
    }
}
