using Connect311.Api.Databases;

namespace Connect311.Api.Photos;

/// <summary>Says how it stands with the photos that requests name.</summary>
internal sealed class PhotoStates(PhotoStore store, TimeProvider time)
{
    /// <summary>All of one request, in the order in which it names them.</summary>
    public async Task<IReadOnlyList<PhotoState>> OfAsync(long requestId, CancellationToken cancellationToken) =>
        Of((await store.OfRequestsAsync([requestId], cancellationToken))[requestId]);

    public IReadOnlyList<PhotoState> Of(IEnumerable<NamedPhotoRow> rows) => [.. rows.Select(row => PhotoState.Of(row, time.Now()))];
}
