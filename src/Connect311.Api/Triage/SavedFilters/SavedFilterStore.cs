using Connect311.Api.Databases;

namespace Connect311.Api.Triage.SavedFilters;

/// <summary>Keeps the filters of queues that people gave a name.</summary>
internal sealed class SavedFilterStore(Database database, TimeProvider time)
{
    /// <summary>How many one person may keep.</summary>
    public const int Most = 50;

    private static readonly SavedFilterSql Sql = SavedFilterSql.Instance;

    /// <summary>Those of a person, by name.</summary>
    public Task<List<SavedFilterRow>> ListAsync(string person, CancellationToken cancellationToken) =>
        database.QueryAsync<SavedFilterRow>(Sql.List, new SavedFilterSql.PersonParameters(person), cancellationToken);

    public Task<SavedFilterRow?> FindAsync(string person, string name, CancellationToken cancellationToken) =>
        database.FindAsync<SavedFilterRow>(Sql.Find, new SavedFilterSql.NameParameters(person, name), cancellationToken);

    /// <summary>Keeps one, in the place of what had its name.</summary>
    /// <returns>The filter as it is kept; null where the person keeps too many.</returns>
    public async Task<SavedFilterRow?> PutAsync(string person, string name, string content, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(person, name, content, cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // The same person added it on another machine at the same moment: now it is there to be changed.
            await WriteAsync(person, name, content, cancellationToken);
        }

        return await FindAsync(person, name, cancellationToken);
    }

    /// <summary>Forgets one; what is not there is forgotten already.</summary>
    public Task RemoveAsync(string person, string name, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(Sql.Remove, new SavedFilterSql.NameParameters(person, name)), cancellationToken);

    private Task WriteAsync(string person, string name, string content, CancellationToken cancellationToken) => database.WriteAsync(
        new Write()
            .Run(Sql.Change, new SavedFilterSql.ChangeParameters(person, name, content, time.Now()))
            .Run(Sql.Add, new SavedFilterSql.AddParameters(person, name, content, time.Now(), Most)),
        cancellationToken);
}

internal sealed record SavedFilterRow
{
    public required string Name { get; init; }

    /// <summary>A <see cref="SavedFilter"/> as JSON.</summary>
    public required string Content { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
