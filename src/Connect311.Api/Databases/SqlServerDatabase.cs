using System.Data.Common;
using System.Text;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;
using Polly;

namespace Connect311.Api.Databases;

/// <summary>SQL Server 2019 and later, Azure SQL, and servers of the same protocol.</summary>
internal class SqlServerDatabase(string connectionString, ResiliencePipeline pipeline) : Database(pipeline)
{
    private const string Begin = """
        SET XACT_ABORT ON;
        BEGIN TRANSACTION;
        """;

    private const string GiveUpUnlessOne = """
        IF @@ROWCOUNT <> 1
        BEGIN
            ROLLBACK TRANSACTION;
            SELECT 0;
            RETURN;
        END;
        """;

    private const string Commit = """
        COMMIT TRANSACTION;
        SELECT 1;
        """;

    public override DatabaseEngine Engine => DatabaseEngine.SqlServer;

    public override string DisplayName
    {
        get
        {
            var builder = new SqlConnectionStringBuilder(connectionString);
            return $"{builder.InitialCatalog} on {builder.DataSource}";
        }
    }

    /// <summary>A table-valued parameter costs less a row up to here, and more beyond.</summary>
    public override int RowsPerWrite => 512;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (InvalidOperationException poolIsExhausted)
        {
            await connection.DisposeAsync();
            throw new DatabaseBusyException(poolIsExhausted);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected override Task<bool> CommitAsync(Write write, CancellationToken cancellationToken) =>
        write.Steps.OfType<EachStep>().Any() || SqlServerParts.Contradict(write) ? CommitInPartsAsync(write, cancellationToken) : CommitAtOnceAsync(write, cancellationToken);

    /// <summary>The whole transaction is one command: whole statements one after the other, balanced, one round trip.</summary>
    private async Task<bool> CommitAtOnceAsync(Write write, CancellationToken cancellationToken)
    {
        var text = new StringBuilder().AppendLine(Begin);
        var parameters = new DynamicParameters();
        foreach (var step in write.Steps)
        {
            text.AppendLine(step.Sql);
            Bind(parameters, step);
            if (step is StatementStep { MustChange: true })
            {
                text.AppendLine(GiveUpUnlessOne);
            }
        }

        text.AppendLine(Commit);
        await using var connection = await OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(text.ToString(), parameters, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>What is too much for one command is several in one transaction; the lock on the positions is taken by the last.</summary>
    private async Task<bool> CommitInPartsAsync(Write write, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var (text, parameters) in write.Steps.SelectMany(Parts))
        {
            var isDone = await connection.ExecuteScalarAsync<int>(
                new CommandDefinition(text, parameters, transaction, cancellationToken: cancellationToken)) == 1;
            if (!isDone)
            {
                return false;
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private IEnumerable<(string Text, DynamicParameters Parameters)> Parts(WriteStep step) => step switch
    {
        EachStep each => SqlServerParts.Of(each),
        RowsStep rows => rows.InPieces(RowsPerWrite).Select(Part),
        _ => [Part(step)],
    };

    private static (string Text, DynamicParameters Parameters) Part(WriteStep step)
    {
        var parameters = new DynamicParameters();
        Bind(parameters, step);
        return (SqlServerParts.Whole(step), parameters);
    }

    private static void Bind(DynamicParameters parameters, WriteStep step)
    {
        switch (step)
        {
            case RowsStep rows:
                parameters.Add(rows.Type.Parameter, Records(rows).AsTableValuedParameter(rows.Type.TableType));
                break;
            case StatementStep statement:
                parameters.AddDynamicParams(statement.Parameters);
                break;
            default:
                throw new InvalidOperationException($"SQL Server has no way to run a {step.GetType().Name}.");
        }
    }

    private static IEnumerable<SqlDataRecord> Records(RowsStep rows)
    {
        var record = new SqlDataRecord([.. rows.Type.Columns.Select(column => column.Meta)]);
        var sink = new RecordSink(record);
        for (var row = 0; row < rows.Count; row++)
        {
            rows.Give(row, sink);
            yield return record;
        }
    }

    private sealed class RecordSink(SqlDataRecord record) : IValueSink
    {
        public void Text(int column, string? value)
        {
            if (value is null)
            {
                record.SetDBNull(column);
            }
            else
            {
                record.SetString(column, value);
            }
        }

        public void Words(int column, string? value) => Text(column, value is null ? null : FreeText.ForTable(value));

        public void Long(int column, long? value) => Set(column, value, record.SetInt64);

        public void Int(int column, int value) => record.SetInt32(column, value);

        public void Flag(int column, bool value) => record.SetBoolean(column, value);

        public void Real(int column, double? value) => Set(column, value, record.SetDouble);

        public void Time(int column, DateTimeOffset? value) =>
            Set<DateTime>(column, value is { } time ? ColumnTypes.ToSqlServer(time) : null, record.SetDateTime);

        private void Set<T>(int column, T? value, Action<int, T> set)
            where T : struct
        {
            if (value is { } there)
            {
                set(column, there);
            }
            else
            {
                record.SetDBNull(column);
            }
        }
    }
}
