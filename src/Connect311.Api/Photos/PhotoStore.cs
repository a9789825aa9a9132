using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Devices.Links;
using Connect311.Api.Photos.Pictures;

namespace Connect311.Api.Photos;

/// <summary>Keeps what is known of photos.</summary>
internal sealed class PhotoStore(Database database, LeaseClock clock)
{
    /// <summary>How often work on a photo begins before it is given up.</summary>
    public const int MostAttempts = 3;

    /// <summary>How long one that began has it to itself: longer than a picture may take. After it another may begin, for then whoever began has ended.</summary>
    public static readonly TimeSpan TakenFor = TimeSpan.FromMinutes(1);

    private readonly PhotoSql _sql = PhotoSql.For(database.Engine);
    private readonly LinkStore _links = new(database);

    private int ClockOffset => (int)clock.Offset.TotalMilliseconds;

    public Task<PhotoRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.FindAsync<PhotoRow>(_sql.Find, new PhotoSql.IdParameters(id), cancellationToken);

    /// <summary>Adds a photo whose bytes are on the disk; false where there is one of that id.</summary>
    public async Task<bool> AddAsync(ReceivedPhoto photo, string owner, DateTimeOffset at, DateTimeOffset collectAt, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                new Write().Change(_sql.Add, new PhotoSql.AddParameters(photo.Key.Id, owner, photo.Key.SourceHash, photo.Bytes, at, collectAt)), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            return false;
        }
    }

    /// <param name="owner">A name that was never used before.</param>
    /// <returns>False where it needs no more work, is in other hands, or was begun too often.</returns>
    public Task<bool> BeginAsync(PhotoKey key, string owner, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Change(
            _sql.Begin, new PhotoSql.BeginParameters(key.Id, key.SourceHash, MostAttempts, owner, (int)TakenFor.TotalMilliseconds, ClockOffset)),
        cancellationToken);

    /// <summary>Takes a begin back that failed for a reason of ours.</summary>
    public Task GiveBackAsync(PhotoKey key, string owner, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(_sql.GiveBack, new PhotoSql.GiveBackParameters(key.Id, owner)), cancellationToken);

    /// <summary>Refuses what was begun too often, and is in nobody's hands.</summary>
    /// <returns>False where it is not so.</returns>
    public Task<bool> GiveUpAsync(PhotoKey key, CancellationToken cancellationToken) => EndAsync(
        key.Id,
        new Write().Change(_sql.GiveUp, new PhotoSql.GiveUpParameters(key.Id, key.SourceHash, MostAttempts, PhotoRefusal.Unreadable, ClockOffset)),
        cancellationToken);

    /// <summary>The photo is ready, and its files are on the disk.</summary>
    public Task<bool> FinishAsync(PhotoKey key, string large, string small, CancellationToken cancellationToken) =>
        FinishAsync(new(key.Id, key.SourceHash, PhotoStatus.Ready, null, large, small), cancellationToken);

    public Task<bool> RefuseAsync(PhotoKey key, string refusal, CancellationToken cancellationToken) =>
        FinishAsync(new(key.Id, key.SourceHash, PhotoStatus.Refused, refusal, null, null), cancellationToken);

    /// <summary>The oldest that wait to be worked on.</summary>
    public Task<List<PhotoKey>> WaitingAsync(int take, CancellationToken cancellationToken) =>
        database.QueryAsync<PhotoKey>(_sql.Waiting, new PhotoSql.TakeParameters(take), cancellationToken);

    /// <summary>The next that it is time to look at.</summary>
    public Task<List<PhotoRow>> DueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<PhotoRow>(_sql.Due, new PhotoSql.DueParameters(now, take), cancellationToken);

    /// <summary>Keeps a photo that a request names; false where none does.</summary>
    public Task<bool> KeepAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Change(_sql.Keep, new PhotoSql.KeepParameters(id, Clock.Never)), cancellationToken);

    /// <summary>Takes a photo that no request names out of reach, so that its files can be deleted; false where one does.</summary>
    public Task<bool> DropAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Change(_sql.Drop, new PhotoSql.DropParameters(id, now)), cancellationToken);

    /// <summary>Forgets a dropped photo, once its files are deleted.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(_sql.Remove, new PhotoSql.IdParameters(id)), cancellationToken);

    /// <summary>The photos that some requests name, by request, in the order in which each names them.</summary>
    public async Task<ILookup<long, NamedPhotoRow>> OfRequestsAsync(IEnumerable<long> requestIds, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<NamedPhotoRow>(
            _sql.OfRequests, new PhotoSql.OfRequestsParameters(JsonSerializer.Serialize(requestIds)), cancellationToken);
        return rows.OrderBy(row => row.EventNumber).ThenBy(row => row.Number).ToLookup(row => row.RequestId);
    }

    /// <summary>The requests that a photo is of; none where it is not ready.</summary>
    public Task<List<PhotoLink>> LinksOfAsync(string id, CancellationToken cancellationToken) =>
        database.QueryAsync<PhotoLink>(_sql.LinksOf, new PhotoSql.IdParameters(id), cancellationToken);

    /// <summary>A step by which the public may see a photo of a request; it must not have been done before.</summary>
    public Write Release(long requestId, string id, DateTimeOffset at) =>
        new Write().Change(_sql.Release, new PhotoSql.ReleaseParameters(requestId, id, at));

    /// <summary>
    /// No event tells of it, so phones are told of their reports again: in the same commit of the first that names the photo, behind it
    /// of others, and of those that named it meanwhile.
    /// </summary>
    private async Task<bool> EndAsync(string id, Write write, CancellationToken cancellationToken)
    {
        var naming = (await NamingAsync(id, cancellationToken)).Take(1).ToList();
        if (!await database.WriteAsync(naming is [var first] ? write.Then(_links.TellAgain(first)) : write, cancellationToken))
        {
            return false;
        }

        foreach (var other in (await NamingAsync(id, cancellationToken)).Except(naming))
        {
            await database.WriteAsync(_links.TellAgain(other), cancellationToken);
        }

        return true;
    }

    private Task<bool> FinishAsync(PhotoSql.FinishParameters end, CancellationToken cancellationToken) =>
        EndAsync(end.Id, new Write().Change(_sql.Finish, end), cancellationToken);

    private Task<List<long>> NamingAsync(string id, CancellationToken cancellationToken) =>
        database.QueryAsync<long>(_sql.Naming, new PhotoSql.IdParameters(id), cancellationToken);
}
