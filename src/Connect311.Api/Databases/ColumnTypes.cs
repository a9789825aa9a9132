using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Api.Databases;

/// <summary>How values of ours are stored, once for all statements.</summary>
internal static class ColumnTypes
{
    /// <summary>Dapper caches readers, so this runs before the first statement.</summary>
    public static void Register()
    {
        // Without this the built-in map wins and the handler is never asked.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new TimeHandler());
    }

    /// <summary>SQLite keeps Unix milliseconds.</summary>
    public static long ToSqlite(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>SQL Server keeps UTC in datetime2(3).</summary>
    public static DateTime ToSqlServer(DateTimeOffset time) => time.UtcDateTime;

    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        // As the columns: a datetime2 of another scale makes the server convert what it is compared with.
        private const byte Milliseconds = 3;

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            if (parameter is SqliteParameter)
            {
                parameter.Value = ToSqlite(value);
                return;
            }

            // Dapper would send the old datetime, which rounds to 3.33 ms.
            parameter.DbType = DbType.DateTime2;
            parameter.Scale = Milliseconds;
            parameter.Value = ToSqlServer(value);
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            long milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            _ => throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"A time was stored as {value.GetType().Name}.")),
        };
    }
}
