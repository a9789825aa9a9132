using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Devices;
using Connect311.Api.Devices.Links;
using Connect311.Api.Incidents;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Import;
using Connect311.Api.Triage.Holds;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>Stores new requests, many in one transaction, each at most once by its key.</summary>
internal sealed class IntakeStore(Database database)
{
    private readonly IntakeSql _sql = IntakeSql.For(database.Engine);
    private readonly EventSql _events = EventSql.For(database.Engine);
    private readonly MachineReports _machines = new(database);

    /// <summary>
    /// Stores a batch and says of each how it ended. Known keys are answered from the store, copies inside the
    /// batch are folded, the rest is inserted. A batch that fails is read back first, for its commit may have
    /// succeeded, and only then split, until the one that fails stands alone.
    /// </summary>
    /// <returns>By position in the batch: a result, or the failure of that one request.</returns>
    public async Task<IReadOnlyList<Outcome>> StoreAsync(
        IReadOnlyList<NewRequest> batch, CancellationToken cancellationToken)
    {
        var outcomes = new Outcome[batch.Count];
        await AnswerKnownAsync(batch, outcomes, onlyWithKey: true, cancellationToken);
        var firsts = new Dictionary<string, int>();
        var copies = new List<int>();
        for (var i = 0; i < batch.Count; i++)
        {
            if (outcomes[i] is null && !firsts.TryAdd(batch[i].Row.KeyHash, i))
            {
                copies.Add(i);
            }
        }

        var inserted = firsts.Values.OrderBy(i => batch[i].Row.Id).ToLookup(i => batch[i].Machine is not null);
        await InsertAsync(batch, [.. inserted[false]], outcomes, cancellationToken);
        await InsertMachinesAsync(batch, [.. inserted[true]], outcomes, cancellationToken);
        foreach (var copy in copies)
        {
            // The read-back after a failure may have answered it already, from what is really stored.
            outcomes[copy] ??= CopyOf(outcomes[firsts[batch[copy].Row.KeyHash]], batch[firsts[batch[copy].Row.KeyHash]], batch[copy]);
        }

        return outcomes;
    }

    /// <summary>What was stored under a key with the same meaning, or null.</summary>
    public async Task<IntakeResult?> FindAsync(string keyHash, string bodyHash, CancellationToken cancellationToken)
    {
        var found = await FindAsync(keyHash, known => known == bodyHash, cancellationToken);
        return found as IntakeResult.Replayed;
    }

    /// <summary>What was stored under a key: a replay, or another report that has the key; null for nothing.</summary>
    /// <param name="means">Whether a stored body hash is that of the report in question.</param>
    public async Task<IntakeResult?> FindAsync(string keyHash, Func<string, bool> means, CancellationToken cancellationToken)
    {
        var keys = JsonSerializer.Serialize(new[] { keyHash });
        return await database.FindAsync<Known>(_sql.FindByKeys, new IntakeSql.KeysParameters(keys), cancellationToken) is not { } known ? null
            : known.BodyHash.Length == 0 || means(known.BodyHash) ? new IntakeResult.Replayed(new(known.Id, known.At, SubmittedData.Read(known.Data), known.Areas))
            : new IntakeResult.KeyReused(new(known.Id));
    }

    private async Task InsertAsync(
        IReadOnlyList<NewRequest> batch, int[] indexes, Outcome[] outcomes, CancellationToken cancellationToken)
    {
        if (indexes.Length == 0)
        {
            return;
        }

        try
        {
            await database.WriteAsync(ToWrite([.. indexes.Select(i => batch[i])]), cancellationToken);
            foreach (var i in indexes)
            {
                outcomes[i] = new(new IntakeResult.Stored(batch[i].Receipt));
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await RecoverAsync(batch, indexes, outcomes, failure, cancellationToken);
        }
    }

    /// <summary>Reports of machines, which may join what they resemble; where that fails, they are stored as any other.</summary>
    private async Task InsertMachinesAsync(
        IReadOnlyList<NewRequest> batch, int[] indexes, Outcome[] outcomes, CancellationToken cancellationToken)
    {
        if (indexes.Length == 0)
        {
            return;
        }

        var indexOf = indexes.ToDictionary(i => batch[i].Row.Id);
        try
        {
            var left = await _machines.StoreAsync([.. indexes.Select(i => batch[i])], Stored, cancellationToken);
            await InsertAsync(batch, [.. left.Select(report => indexOf[report.Row.Id])], outcomes, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await RecoverAsync(batch, [.. indexes.Where(i => outcomes[i] is null)], outcomes, failure, cancellationToken);
        }

        void Stored(IReadOnlyList<NewRequest> reports)
        {
            foreach (var report in reports)
            {
                outcomes[indexOf[report.Row.Id]] = new(new IntakeResult.Stored(report.Receipt));
            }
        }
    }

    private async Task RecoverAsync(
        IReadOnlyList<NewRequest> batch, int[] indexes, Outcome[] outcomes, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            await AnswerKnownAsync(batch, outcomes, onlyWithKey: false, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            Fail(indexes, outcomes, failure);
            return;
        }

        int[] rest = [.. indexes.Where(i => outcomes[i] is null)];
        if (rest.Length == indexes.Length && (rest.Length == 1 || DatabaseErrors.IsUnavailable(failure)))
        {
            // Alone, or the database itself (locked, full, read-only, gone): splitting a batch does not mend that.
            Fail(rest, outcomes, failure);
            return;
        }

        var half = rest.Length / 2;
        await InsertAsync(batch, rest[..half], outcomes, cancellationToken);
        await InsertAsync(batch, rest[half..], outcomes, cancellationToken);
    }

    private async Task AnswerKnownAsync(
        IReadOnlyList<NewRequest> batch, Outcome?[] outcomes, bool onlyWithKey, CancellationToken cancellationToken)
    {
        var asked = Enumerable.Range(0, batch.Count)
            .Where(i => outcomes[i] is null && (batch[i].HasKey || !onlyWithKey))
            .ToList();
        if (asked.Count == 0)
        {
            return;
        }

        var keys = JsonSerializer.Serialize(asked.Select(i => batch[i].Row.KeyHash).Distinct());
        var known = await database.QueryAsWriterAsync<Known>(_sql.FindByKeys, new IntakeSql.KeysParameters(keys), cancellationToken);
        var byKey = known.ToDictionary(row => row.KeyHash);
        foreach (var i in asked)
        {
            if (byKey.TryGetValue(batch[i].Row.KeyHash, out var row))
            {
                outcomes[i] = new(row.ResultFor(batch[i].Row));
            }
        }
    }

    private Write ToWrite(NewRequest[] requests) => new Write()
        .Rows(_sql.InsertRequests, RequestRow.Rows, [.. requests.Select(request => request.Row)])
        .Rows(_sql.InsertContacts, ContactRow.Rows, [.. requests.Select(request => request.Contact).OfType<ContactRow>()])
        .Rows(_sql.InsertPhotos, RequestPhotoRow.Rows, [.. requests.SelectMany(request => request.Photos)])
        .Rows(_sql.InsertHeld, HeldReportRow.Rows, [.. requests.Select(request => request.Held).OfType<HeldReportRow>()])
        .Rows(_sql.InsertDevices, ReportDeviceRow.Rows, [.. requests.Select(request => request.Device).OfType<ReportDeviceRow>()])
        .Rows(_sql.InsertLinks, DeviceLinkRow.Rows, [.. requests.Select(request => request.Link).OfType<DeviceLinkRow>()])
        .Rows(_sql.InsertOutbox, Delivery.OutboxRow.Rows, [.. requests.SelectMany(request => request.Outbox)])
        .Rows(_sql.InsertImported, ImportedRow.Rows, [.. requests.Select(request => request.Imported).OfType<ImportedRow>()])
        .Append(_events, [.. requests.SelectMany(request => request.Events)]);

    private static Outcome CopyOf(Outcome original, NewRequest first, NewRequest copy) => original switch
    {
        { Failure: not null } => original,
        _ when first.Row.BodyHash != copy.Row.BodyHash => new(new IntakeResult.KeyReused(NumberOf(original.Result!))),
        { Result: IntakeResult.Stored stored } => new(new IntakeResult.Replayed(stored.Receipt)),
        _ => original,
    };

    private static TrackingNumber NumberOf(IntakeResult result) => result switch
    {
        IntakeResult.Stored stored => new(stored.Receipt.Id),
        IntakeResult.Replayed replayed => new(replayed.Receipt.Id),
        IntakeResult.KeyReused reused => reused.Number,
        _ => throw new InvalidOperationException("A request that was not stored has no number."),
    };

    private static void Fail(int[] indexes, Outcome[] outcomes, Exception failure)
    {
        foreach (var i in indexes)
        {
            outcomes[i] ??= new(null, failure);
        }
    }

    /// <summary>How one request of a batch ended: a result or a failure.</summary>
    internal sealed record Outcome(IntakeResult? Result, Exception? Failure = null);

    private sealed record Known
    {
        public required long Id { get; init; }

        public required string KeyHash { get; init; }

        public required string BodyHash { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Data { get; init; }

        public required string Areas { get; init; }

        /// <summary>Whether it was the same report. Of one whose values were erased, nobody can tell any more, and the key decides.</summary>
        public bool Means(string bodyHash) => BodyHash.Length == 0 || BodyHash == bodyHash;

        /// <summary>Our own id means that our commit succeeded; another id, that this key was used before.</summary>
        public IntakeResult ResultFor(RequestRow row)
        {
            if (!Means(row.BodyHash))
            {
                return new IntakeResult.KeyReused(new(Id));
            }

            var receipt = new Receipt(Id, At, SubmittedData.Read(Data), Areas);
            return Id == row.Id ? new IntakeResult.Stored(receipt) : new IntakeResult.Replayed(receipt);
        }
    }
}
