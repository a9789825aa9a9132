using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Discovery;

/// <summary>Says when the catalogue in force was loaded, which is when the services last changed.</summary>
internal sealed class Changesets(Database database, CurrentCity city)
{
    private (int Version, string Text)? _last;

    /// <summary>That time, which sorts as text.</summary>
    public async Task<string> NowAsync(CancellationToken cancellationToken)
    {
        var version = city.Value.Catalog.Version;
        if (_last is { } last && last.Version == version)
        {
            return last.Text;
        }

        var loaded = await database.FindAsync<DateTimeOffset>(ChangesetSql.Instance.LoadedAt, new ChangesetSql.LoadedAtParameters(version), cancellationToken);

        // To the millisecond: two changes of one second are two.
        var text = loaded.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _last = (version, text);
        return text;
    }
}

internal sealed record ChangesetSql
{
    public static ChangesetSql Instance { get; } = new();

    [Parameters(typeof(LoadedAtParameters))]
    public string LoadedAt { get; } = """
        SELECT LoadedAt
        FROM CatalogVersion
        WHERE Version = @Version;
        """;

    internal sealed record LoadedAtParameters(int Version);
}
