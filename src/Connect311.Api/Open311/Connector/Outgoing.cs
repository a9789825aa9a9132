using Connect311.Api.Delivery;
using Connect311.Api.Open311.Updates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Api.Open311.Connector;

/// <summary>Sends one request or one event to a department's system, and keeps how it calls the request.</summary>
internal sealed class Outgoing(ConnectorClient client, OutgoingForms forms, ForwardStore store, SentBefore sentBefore, StaffStore requests)
{
    private const int MaxId = 100;
    private const int MaxToken = 200;

    /// <param name="external">The time that the department got the request, before this event or with it; null where that is erased.</param>
    public async Task<ForwardResult> SendAsync(
        ForwardRow taken, ExternalRequestRow? external, ConnectorOptions system, CancellationToken cancellationToken)
    {
        var found = await requests.FindWithHistoryAsync(new(taken.RequestId), _ => true, cancellationToken);
        return found is not { Row.IsGone: false } there || external is null ? new ForwardResult.Dropped("report-erased")
            : taken.Kind == ForwardKind.Request ? await SendRequestAsync(there.Row, external, system, cancellationToken)
            : await SendUpdateAsync(there.Row, there.History[taken.EventNumber - 1], external, system, cancellationToken);
    }

    /// <summary>Gives the request to the department, unless it is theirs no more and they never heard of it.</summary>
    private async Task<ForwardResult> SendRequestAsync(
        StaffRow seen, ExternalRequestRow external, ConnectorOptions system, CancellationToken cancellationToken)
    {
        if (external.KnownAt is not null)
        {
            return new ForwardResult.Known(external.ExternalId);
        }

        if (external.Token is { } token)
        {
            return await AskForIdAsync(external, token, cancellationToken);
        }

        if (external.TriedAt is null)
        {
            if (seen.Department != external.Department || !RequestStatus.IsOpen(seen.Status))
            {
                return new ForwardResult.Dropped(seen.Department != external.Department ? "sent-on" : "ended");
            }

            await store.NoteTryAsync(external, cancellationToken);
        }
        else if (!system.Deduplicates && await sentBefore.FindAsync(seen, external, system, cancellationToken) is { } before)
        {
            return before;
        }

        var key = OutgoingForms.IdOf(external.RequestId, external.EventNumber);
        var form = await forms.OfRequestAsync(seen, external.Department, system, key, cancellationToken);
        var answer = await client.PostAsync(external.Department, "requests", form, key, cancellationToken);
        return answer.Result switch
        {
            SendResult.Sent => await KeptAsync(external, answer.Records),

            // The request was changed since the first time, and the system has it as it was.
            SendResult.Refused when external.TriedAt is not null =>
                await sentBefore.FindAsync(seen, external, system, cancellationToken) as ForwardResult.Known ?? ForwardResult.Of(answer.Result),
            _ => ForwardResult.Of(answer.Result),
        };
    }

    /// <summary>Tells the department what happened to a request that it has.</summary>
    private async Task<ForwardResult> SendUpdateAsync(
        StaffRow seen, StaffEventRow happened, ExternalRequestRow external, ConnectorOptions system, CancellationToken cancellationToken)
    {
        if (!system.SendUpdates)
        {
            return new ForwardResult.Dropped("updates-off");
        }

        if (external.ExternalId is not { } id)
        {
            // The request itself never went, or nobody knows how the department calls it.
            return new ForwardResult.Dropped("not-there");
        }

        var answer = await client.PostAsync(
            external.Department,
            UpdateNames.Method,
            forms.OfEvent(seen, happened, external.Department, id),
            OutgoingForms.IdOf(seen.Id, happened.Number),
            cancellationToken);
        return ForwardResult.Of(answer.Result);
    }

    private async Task<ForwardResult> AskForIdAsync(ExternalRequestRow external, string token, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(external.Department, $"tokens/{Uri.EscapeDataString(token)}", [], withKey: false, cancellationToken);
        return answer.Result is not SendResult.Sent ? ForwardResult.Of(answer.Result)
            : answer.Records.Select(record => record["service_request_id"]).FirstOrDefault(id => id is not null) is not { } id ? new ForwardResult.Awaited()
            : id.Length > MaxId ? new ForwardResult.Refused("unreadable-answer")
            : new ForwardResult.Known(id);
    }

    private async Task<ForwardResult> KeptAsync(ExternalRequestRow external, IReadOnlyList<AnswerRecord> records)
    {
        if (records is not [var record] || record["service_request_id"]?.Length > MaxId || record["token"]?.Length > MaxToken)
        {
            // It may have it: who sends it again does so under the same key.
            return new ForwardResult.Later("unreadable-answer");
        }

        if (record["service_request_id"] is { } id)
        {
            return new ForwardResult.Known(id);
        }

        if (record["token"] is { } token)
        {
            await store.KeepTokenAsync(external, token, CancellationToken.None);
            return new ForwardResult.Awaited();
        }

        return new ForwardResult.Known(null);
    }
}
