using Connect311.Api.Databases;
using Connect311.Api.Open311.Connector;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Open311.Updates;

/// <summary>Knows which updates of a department's system were taken, and up to when they are read.</summary>
internal sealed class UpdateStore(Database database, StaffStore requests, TimeProvider time)
{
    private readonly ExternalSql _sql = ExternalSql.For(database.Engine);

    /// <summary>What became of an update, or null where it was not taken.</summary>
    public Task<string?> FindAsync(string department, IncomingUpdate update, CancellationToken cancellationToken) =>
        database.FindAsync<string>(_sql.FindUpdate, new ExternalSql.UpdateKey(department, update.IdHash), cancellationToken);

    /// <summary>Notes an update as taken; the write is given up where it was.</summary>
    public Write ToTake(string department, IncomingUpdate update, string result) => new Write().Change(
        _sql.InsertUpdate,
        new ExternalSql.UpdateParameters(department, update.IdHash, update.Number.Id, result, time.Now()));

    /// <summary>Commits what an update does to its request, and that it is taken; either may be null.</summary>
    /// <returns>False when somebody else changed the request first, or took the update.</returns>
    public async Task<bool> CommitAsync(PlannedChange? change, Write? taking, CancellationToken cancellationToken)
    {
        try
        {
            return change is null ? await database.WriteAsync(taking!, cancellationToken)
                : await requests.CommitAsync(taking is null ? change : change with { Write = change.Write.Then(taking) }, cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Another node takes the same update at the same moment.
            return false;
        }
    }

    /// <summary>Up to when the updates of a department are read; from now on where they never were.</summary>
    public async Task<DateTimeOffset> ReadToAsync(string department, CancellationToken cancellationToken)
    {
        if (await FindFeedAsync(department, cancellationToken) is { } feed)
        {
            return feed.ReadTo;
        }

        await database.WriteAsync(new Write().Run(_sql.BeginFeed, new ExternalSql.BeginParameters(department, time.Now())), cancellationToken);
        return (await FindFeedAsync(department, cancellationToken))!.ReadTo;
    }

    /// <summary>Notes that the updates of a department are read up to then.</summary>
    /// <param name="from">From where they were read.</param>
    /// <returns>False when somebody set it back meanwhile, or read them too.</returns>
    public Task<bool> AdvanceAsync(string department, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Change(_sql.Advance, new ExternalSql.AdvanceParameters(department, from, to)), cancellationToken);

    private Task<FeedRow?> FindFeedAsync(string department, CancellationToken cancellationToken) =>
        database.FindAsync<FeedRow>(_sql.FindFeed, new ExternalSql.FeedParameters(department), cancellationToken);

    private sealed record FeedRow
    {
        public required DateTimeOffset ReadTo { get; init; }
    }
}
