using Connect311.Api.Databases;
using Microsoft.Data.Sqlite;
using Polly;

namespace Connect311.Tests.Databases;

/// <summary>Runs a commit in a way of its own: the real one is in <paramref name="commit"/>.</summary>
internal delegate Task<bool> Around(Func<Task<bool>> commit, CancellationToken cancellationToken);

/// <summary>The real databases, whose commits go wrong as real ones do: before they begin, or when only the reply is lost.</summary>
internal static class FaultyDatabase
{
    /// <summary>What SQLite says when another process holds the file for too long; transient.</summary>
    public static Exception Busy => new SqliteException("database is locked", 5);

    /// <summary>What SQLite says of a disk that fails; not transient.</summary>
    public static Exception DiskFailed => new SqliteException("disk I/O error", 10);

    /// <summary>What SQLite says of a disk without room; not transient.</summary>
    public static Exception DiskFull => new SqliteException("database or disk is full", 13);

    /// <summary>What SQLite says of a file that it may only read; not transient.</summary>
    public static Exception ReadOnly => new SqliteException("attempt to write a readonly database", 8);

    public static Database Faulty(this TestDatabase database, Around around, TimeProvider? time = null)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        DatabaseRegistration.Configure(builder, new DatabaseOptions());
        return database.Engine switch
        {
            DatabaseEngine.Sqlite => new FaultySqlite(database.ConnectionString, builder.Build(), around),
            DatabaseEngine.SqlServer => new FaultySqlServer(database.ConnectionString, builder.Build(), around),
        };
    }

    /// <summary>SQLite, as the application would have it.</summary>
    public static Database Over(string connectionString, Around around, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        DatabaseRegistration.Configure(builder, new DatabaseOptions());
        return new FaultySqlite(connectionString, builder.Build(), around);
    }

    /// <summary>Commits and then throws, the first few times: so a connection ends that is cut behind the COMMIT.</summary>
    public static Around LosesReply(Exception failure, int times = int.MaxValue) => async (commit, _) =>
    {
        var committed = await commit();
        return times-- > 0 ? throw failure : committed;
    };

    /// <summary>Throws without a commit, the first few times.</summary>
    public static Around Refuses(Exception failure, int times = int.MaxValue) => (commit, _) =>
        times-- > 0 ? throw failure : commit();

    /// <summary>Lets somebody else be first, once: what runs stands between our look at the keys and our commit.</summary>
    public static Around ComesSecondTo(Func<Task> other)
    {
        var first = true;
        return async (commit, _) =>
        {
            if (first)
            {
                first = false;
                await other();
            }

            return await commit();
        };
    }

    private sealed class FaultySqlite(string connectionString, ResiliencePipeline pipeline, Around around)
        : SqliteDatabase(connectionString, pipeline)
    {
        protected override Task<bool> CommitAsync(Write write, CancellationToken cancellationToken) =>
            around(() => base.CommitAsync(write, cancellationToken), cancellationToken);
    }

    private sealed class FaultySqlServer(string connectionString, ResiliencePipeline pipeline, Around around)
        : SqlServerDatabase(connectionString, pipeline)
    {
        protected override Task<bool> CommitAsync(Write write, CancellationToken cancellationToken) =>
            around(() => base.CommitAsync(write, cancellationToken), cancellationToken);
    }
}
