using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

/// <summary>
/// Rows in bulk go by position: a column that stands elsewhere in the table type would take another's values,
/// and no compiler would say so.
/// </summary>
public sealed class RowTypeTests(SqliteSchema sqlite) : IClassFixture<SqliteSchema>
{
    /// <summary>Type, table: where the rows go.</summary>
    private static readonly Dictionary<string, string[]> Targets = new()
    {
        ["AreaSetPartRow"] = ["AreaSetPart"],
        ["BacktestPartRow"] = ["BacktestPart"],
        ["ClosingEstimateRow"] = ["ClosingEstimate"],
        ["CityFileRow"] = ["CityFile"],
        ["ContactRow"] = ["Contact"],
        ["DeviceLinkRow"] = ["DeviceLink"],
        ["EventRow"] = ["ServiceRequestEvent", "EventDetail"],
        ["HeldReportRow"] = ["HeldReport"],
        ["ImportedRowRow"] = ["ImportedRow"],
        ["ReportDeviceRow"] = ["ReportDevice"],
        ["RequestPhotoRow"] = ["RequestPhoto"],
        ["OutboxRow"] = ["Outbox"],
        ["ServiceRequestRow"] = ["ServiceRequest"],
    };

    /// <summary>Columns of a row that no table has.</summary>
    private static readonly string[] Helpers = ["EventRow.Behind"];

    /// <summary>Columns of a table that are null only later: a new row always has them.</summary>
    private static readonly string[] NullLater = ["EventRow.Salt", "EventRow.Content"];

    private static SqlServerModel Schema => SqlServerModel.Schema.Value;

    public static TheoryData<string> TableTypes => [.. Targets.Keys];

    [Theory]
    [InlineData("ContactRow")]
    [InlineData("EventRow")]
    [InlineData("OutboxRow")]
    [InlineData("ServiceRequestRow")]
    public void A_known_row_type_is_found(string name) => Assert.Contains(name, RowTypes.All.Select(type => type.TableType));

    [Fact]
    public void Every_table_type_has_its_target_tables() => Assert.Equal(Targets.Keys.Order(), Schema.TableTypes.Keys.Order());

    [Theory]
    [MemberData(nameof(RowTypes.Names), MemberType = typeof(RowTypes))]
    public void A_row_type_has_the_columns_of_its_table_type_in_their_order(string name)
    {
        var sent = RowTypes.Find(name).Columns.Select(column => $"{column.Name} {RowTypes.TypeOf(column)}");
        Assert.Equal(Schema.TableTypes[name].Select(column => $"{column.Name} {column.Type}"), sent);
    }

    [Theory]
    [MemberData(nameof(TableTypes))]
    public void A_table_type_has_the_types_of_the_tables_that_its_rows_go_to(string name)
    {
        var targets = Targets[name].SelectMany(table => Schema.Tables[table]).ToLookup(column => column.Name);
        foreach (var column in Schema.TableTypes[name].Where(column => !Helpers.Contains($"{name}.{column.Name}")))
        {
            var expected = targets[column.Name].FirstOrDefault();
            Assert.True(expected is not null, $"No table has {name}.{column.Name}.");
            var isNullable = expected.IsNullable && !NullLater.Contains($"{name}.{column.Name}");
            Assert.Equal(
                (column.Name, expected.Type.ToString(), expected.Type.Collation, isNullable),
                (column.Name, column.Type.ToString(), column.Type.Collation, column.IsNullable));
        }
    }

    [Theory]
    [MemberData(nameof(RowTypes.Names), MemberType = typeof(RowTypes))]
    public void Every_column_of_a_row_is_used_by_SQLite(string name)
    {
        var rows = RowTypes.Find(name);
        var used = Statements.For(DatabaseEngine.Sqlite).Where(statement => statement.Rows == rows)
            .SelectMany(statement => sqlite.ParametersOf(statement.Text));
        Assert.Empty(rows.Columns.Select(column => "@" + column.Name).Except(used));
    }

    [Theory]
    [MemberData(nameof(RowTypes.Names), MemberType = typeof(RowTypes))]
    public void Every_column_of_a_row_is_used_by_SqlServer(string name)
    {
        var rows = RowTypes.Find(name);
        var used = Statements.For(DatabaseEngine.SqlServer).Where(statement => statement.Rows == rows)
            .SelectMany(statement => TsqlNames.In(Tsql.Parse(statement.Text)).Read);
        Assert.Empty(rows.Columns.Select(column => column.Name).Except(used));
    }

    /// <summary>Babelfish pastes texts into SQL unescaped, so free text travels with its apostrophes replaced.</summary>
    [Theory]
    [MemberData(nameof(RowTypes.Names), MemberType = typeof(RowTypes))]
    public void Free_text_gets_its_apostrophes_back(string name)
    {
        var rows = RowTypes.Find(name);
        var texts = Statements.For(DatabaseEngine.SqlServer).Where(statement => statement.Rows == rows).Select(statement => statement.Text);
        foreach (var column in rows.Columns)
        {
            var restores = texts.Any(text => text.Contains($"{column.Name}, NCHAR(1), N'''')", StringComparison.Ordinal));
            Assert.True(restores == column.IsFreeText, $"{name}.{column.Name}: REPLACE({column.Name}, NCHAR(1), N'''')");
        }
    }
}
