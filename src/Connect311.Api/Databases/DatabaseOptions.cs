using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Databases;

/// <summary>Which engine keeps the data. The store itself is <c>ConnectionStrings:Connect311</c>.</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c> (default) or <c>SqlServer</c>.</summary>
    [EnumDataType(typeof(DatabaseEngine))]
    public DatabaseEngine Engine { get; init; } = DatabaseEngine.Sqlite;

    /// <summary>How long one call to the database may take with its retries, in seconds. Default 30.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>How often a transient failure is tried again. Default 3.</summary>
    [Range(1, 10)]
    public int Retries { get; init; } = 3;
}

internal enum DatabaseEngine
{
    Sqlite,
    SqlServer,
}
