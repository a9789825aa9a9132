using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.Import;
using Connect311.Api.ServiceRequests.Intake;
using Dapper;

namespace Connect311.Tests.ServiceRequests.Import;

public abstract class NycImportTests : IDisposable
{
    private const string Snake =
        "unique_key,created_date,closed_date,agency,complaint_type,descriptor,location_type,incident_zip,city,borough,latitude,longitude";

    private const string Official =
        "Unique Key,Created Date,Closed Date,Agency,Complaint Type,Descriptor,Location Type,Incident Zip,City,Borough,Latitude,Longitude";

    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-import-").FullName;
    private readonly TestDatabase _database;

    protected NycImportTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Rejects => Path.Combine(_folder, "rejects.csv");

    [Theory]
    [InlineData(Snake, "2026-04-11T23:28:40.000", "2026-04-12T01:00:00.000", 1)]
    [InlineData(Official, "04/11/2026 11:28:40 PM", "04/12/2026 01:00:00 AM", 2)]
    public async Task Both_kinds_of_headings_are_read_and_times_and_closings_kept(string headings, string created, string closed, int run)
    {
        var tally = await ImportAsync(headings, $"{run}01,{created},{closed},HPD,HEAT/HOT WATER,ENTIRE BUILDING,RESIDENTIAL BUILDING,10033,NEW YORK,MANHATTAN,40.8471,-73.9353");

        Assert.Equal(1, tally.Stored);
        var row = await RowAsync($"{run}01");
        Assert.Equal(new DateTimeOffset(2026, 4, 12, 3, 28, 40, TimeSpan.Zero), row.ReceivedAt);
        Assert.Equal(new DateTimeOffset(2026, 4, 12, 5, 0, 0, TimeSpan.Zero), row.ClosedAt);
        Assert.Equal(("closed", "HPD", "import", "not-recorded", 2), (row.Status, row.Department, row.Channel, row.Outcome, row.EventCount));
    }

    [Fact]
    public async Task A_second_import_of_the_same_file_changes_nothing()
    {
        const string Rows = "11,2026-05-01T10:00:00.000,,NYPD,Illegal Parking,Blocked Hydrant,Street/Sidewalk,11201,BROOKLYN,BROOKLYN,40.69,-73.99\n12,2026-05-01T10:00:00.000,,NYPD,Illegal Parking,Blocked Hydrant,Street/Sidewalk,11201,BROOKLYN,BROOKLYN,40.69,-73.99";
        await ImportAsync(Snake, Rows);
        var before = await RowAsync("11");

        var again = await ImportAsync(Snake, Rows);

        Assert.Equal((0, 2), (again.Stored, again.AlreadyStored));
        Assert.Equal(before, await RowAsync("11"));
    }

    [Fact]
    public async Task A_complaint_type_that_the_catalogue_lacks_is_kept_in_words_and_falls_back()
    {
        var tally = await ImportAsync(Snake, "21,2026-05-01T10:00:00.000,,DOF,Dragon's Lair,Smoke,,,,,40.69,-73.99");

        var row = await RowAsync("21");
        Assert.Equal(("unlisted", "Dragon's Lair: Smoke", "311"), (row.ServiceType, row.ServiceTypeText, row.Department));
        Assert.Equal(1, tally.Unlisted["Dragon's Lair: Smoke"]);
    }

    [Fact]
    public async Task The_doubled_hour_is_read_as_its_first_and_the_missing_one_moved_forward()
    {
        var tally = await ImportAsync(Snake, """
            31,2025-11-02T01:30:00.000,,DOT,Street Condition,Pothole,,,,,40.69,-73.99
            32,2026-03-08T02:30:00.000,,DOT,Street Condition,Pothole,,,,,40.69,-73.99
            """);

        Assert.Equal((1, 1), (tally.Doubled, tally.Missing));
        Assert.Equal(new DateTimeOffset(2025, 11, 2, 5, 30, 0, TimeSpan.Zero), (await RowAsync("31")).ReceivedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 7, 30, 0, TimeSpan.Zero), (await RowAsync("32")).ReceivedAt);
    }

    [Theory]
    [InlineData("41,2026-05-02T10:00:00.000,2026-05-01T10:00:00.000,DOT,Street Condition,Pothole,,,,,40.69,-73.99", "closed before")]
    [InlineData("x41,2026-05-02T10:00:00.000,,DOT,Street Condition,Pothole,,,,,40.69,-73.99", "unique key")]
    [InlineData("42,yesterday,,DOT,Street Condition,Pothole,,,,,40.69,-73.99", "creation date")]
    [InlineData("43,2026-05-02T10:00:00.000,soon,DOT,Street Condition,Pothole,,,,,40.69,-73.99", "closing date")]
    [InlineData("49,9999-12-31T23:00:00.000,,DOT,Street Condition,Pothole,,,,,40.69,-73.99", "creation date")]
    [InlineData("49,2026-05-02T10:00:00.000,9999-12-31T01:00:00.000,DOT,Street Condition,Pothole,,,,,40.69,-73.99", "closing date")]
    [InlineData("44,2026-05-02T10:00:00.000,,DOT,Street Condition,Pothole,,,,,north,-73.99", "coordinates")]
    [InlineData("45,2026-05-02T10:00:00.000,,DOT,Street Condition,Pothole,,,,,40.69,", "coordinates")]
    [InlineData("46,2026-05-02T10:00:00.000,,DOT,,Pothole,,,,,40.69,-73.99", "complaint type")]
    [InlineData("47,2026-05-02T10:00:00.000,,DOT,Street Condition,Pothole", "cells")]
    public async Task A_bad_row_goes_to_the_rejects_with_its_line_and_reason(string row, string reason)
    {
        var tally = await ImportAsync(Snake, "\"48\",2026-05-02T10:00:00.000,,DOT,Street Condition,Pothole,\"two\nlines\",,,,40.69,-73.99\n" + row);

        Assert.Equal(1, tally.Rejected);
        var reject = (await File.ReadAllLinesAsync(Rejects, Token))[1];
        Assert.StartsWith("4,", reject, StringComparison.Ordinal);
        Assert.Contains(reason, reject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_was_stopped_goes_on_where_it_was()
    {
        var rows = string.Join('\n', Enumerable.Range(5000, 1300).Select(key => $"{key},2026-05-01T10:00:00.000,,DOT,Street Condition,Pothole,,,,,40.69,-73.99"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var stopped = new ImportTally();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportAsync(Snake, rows, stopped, (_, _) => stop.Cancel(), stop.Token));

        var rest = await ImportAsync(Snake, rows);

        Assert.InRange(stopped.Stored, 1, 1299);
        Assert.Equal(1300, stopped.Stored + rest.Stored);
        Assert.Equal(stopped.Stored, rest.AlreadyStored);
    }

    [Fact]
    public async Task Imported_rows_keep_every_cell_and_send_nothing()
    {
        await ImportAsync(Snake, "61,2026-05-01T10:00:00.000,,DOT,Street Condition,Pothole,\"St. John's, \"\"corner\"\"\",,,,,");

        await using var connection = await _database.Database.OpenAsync(Token);
        var cells = await connection.QuerySingleAsync<string>("SELECT Cells FROM ImportedRow WHERE ExternalId = '61'");
        Assert.Equal("St. John's, \"corner\"", System.Text.Json.JsonSerializer.Deserialize<string[]>(cells)![6]);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM Outbox"));
    }

    [Fact]
    public async Task A_file_without_the_columns_is_refused_with_a_word_on_which()
    {
        var refused = await Assert.ThrowsAsync<Connect311.Api.Databases.UserErrorException>(() => ImportAsync("a,b,c", "1,2,3"));
        Assert.Contains("unique_key", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task<ImportTally> ImportAsync(string headings, string rows)
    {
        var tally = new ImportTally();
        await ImportAsync(headings, rows, tally, (_, _) => { }, Token);
        return tally;
    }

    private async Task ImportAsync(string headings, string rows, ImportTally tally, Action<long, long> progress, CancellationToken token)
    {
        var file = Path.Combine(_folder, "rows.csv");
        await File.WriteAllTextAsync(file, $"{headings}\n{rows}\n", Token);
        var city = new CurrentCity();
        city.Set(CityReader.Read(CityFiles.Read(new CityOptions().Folder), 1, 1));
        var numbers = new NumberBlocks(_database.Database);
        await new NycImport(_database.Database, city, numbers, new IntakeStore(_database.Database))
            .RunAsync(file, Rejects, tally, progress, token);
    }

    private async Task<Stored> RowAsync(string key) =>
        (await _database.Database.FindAsync<Stored>(
            """
            SELECT r.ServiceType, r.ServiceTypeText, r.Department, r.Channel, r.Status, r.Outcome, r.ReceivedAt, r.ClosedAt, r.EventCount, r.HeadHash
            FROM ServiceRequest r
            JOIN ImportedRow i ON i.RequestId = r.Id
            WHERE i.ExternalId = @key;
            """,
            new { key },
            Token))!;

    internal sealed record Stored
    {
        public required string ServiceType { get; init; }

        public string? ServiceTypeText { get; init; }

        public required string Department { get; init; }

        public required string Channel { get; init; }

        public required string Status { get; init; }

        public string? Outcome { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public DateTimeOffset? ClosedAt { get; init; }

        public required int EventCount { get; init; }

        public required string HeadHash { get; init; }
    }
}

public sealed class SqliteNycImportTests(SqliteTestDatabase database)
    : NycImportTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerNycImportTests(SqlServerTestDatabase database)
    : NycImportTests(database), IClassFixture<SqlServerTestDatabase>;
