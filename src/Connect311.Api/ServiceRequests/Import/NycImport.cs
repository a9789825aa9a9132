using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Sylvan.Data.Csv;

namespace Connect311.Api.ServiceRequests.Import;

/// <summary>
/// Imports New York's published 311 requests, streaming. A row that is stored is never stored again, so an import
/// that stopped goes on when the same command is given once more.
/// </summary>
internal sealed class NycImport(Database database, CurrentCity city, NumberBlocks numbers, IntakeStore store)
{
    private const int CellBuffer = 1 << 20;

    /// <param name="path">The file.</param>
    /// <param name="rejectsPath">Where rows go that cannot be taken.</param>
    /// <param name="tally">Counts as it goes, so that it tells how far a broken import came.</param>
    /// <param name="progress">Is told the bytes read and the rows so far.</param>
    public async Task RunAsync(
        string path, string rejectsPath, ImportTally tally, Action<long, long> progress, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using var text = new StreamReader(file, Encoding.UTF8);
        await using var csv = await OpenAsync(text, cancellationToken);
        var headings = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToList();
        var columns = NycColumns.Of(headings);
        using var rejects = new RejectsFile(rejectsPath, headings);
        var reports = new NycReports(city.Value, await StoreHeadingsAsync(headings, cancellationToken));
        var run = new Run(columns, headings.Count, reports, tally, rejects);

        var batch = new List<NewRequest>(database.RequestsPerWrite);
        var line = 2L + LinesIn(headings);
        while (await csv.ReadAsync(cancellationToken))
        {
            var cells = CellsOf(csv);
            if (await TakeAsync(run, cells, line, cancellationToken) is { } request)
            {
                batch.Add(request);
            }

            tally.Read++;
            line += 1 + LinesIn(cells);
            if (batch.Count == database.RequestsPerWrite)
            {
                await StoreAsync(batch, tally, cancellationToken);
                progress(file.Position, tally.Read);
            }
        }

        await StoreAsync(batch, tally, cancellationToken);
        progress(file.Length, tally.Read);
    }

    private static async Task<CsvDataReader> OpenAsync(StreamReader text, CancellationToken cancellationToken)
    {
        try
        {
            return await CsvDataReader.CreateAsync(text, new CsvDataReaderOptions { MaxBufferSize = CellBuffer }, cancellationToken);
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException)
        {
            throw new UserErrorException($"The file is no CSV with a heading line: {e.Message}");
        }
    }

    private async Task<NewRequest?> TakeAsync(Run run, List<string> cells, long line, CancellationToken cancellationToken)
    {
        var catalog = city.Value.Catalog;
        var reason = "the row has more or fewer cells than the headings";
        if (cells.Count != run.Width || NycRow.Read(cells, run.Columns, catalog.City.TimeZone, out reason) is not { } row)
        {
            run.Tally.Rejected++;
            run.Rejects.Add(line, reason, cells);
            return null;
        }

        var request = run.Reports.Of(row, cells, await numbers.NextAsync(cancellationToken), out var facts);
        var agency = catalog.Departments.TryGetValue(row.Agency, out var department) ? department.Successor ?? row.Agency : row.Agency;
        run.Tally.Decided(row, agency, facts.Department, facts.IsPlaced, facts.IsInside);
        if (facts.Words is { } words)
        {
            run.Tally.Unlisted[words] = run.Tally.Unlisted.GetValueOrDefault(words) + 1;
        }

        return request;
    }

    private async Task StoreAsync(List<NewRequest> batch, ImportTally tally, CancellationToken cancellationToken)
    {
        foreach (var outcome in await store.StoreAsync(batch, cancellationToken))
        {
            switch (outcome)
            {
                case { Failure: { } failure }:
                    throw failure;
                case { Result: IntakeResult.Stored }:
                    tally.Stored++;
                    break;
                case { Result: IntakeResult.KeyReused }:
                    tally.Changed++;
                    break;
                default:
                    tally.AlreadyStored++;
                    break;
            }
        }

        batch.Clear();
    }

    private async Task<string> StoreHeadingsAsync(List<string> headings, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(headings);
        var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        if (await database.FindAsync<string>(ImportSql.Instance.FindHeadings, new ImportSql.HashParameters(hash), cancellationToken) is null)
        {
            try
            {
                await database.WriteAsync(
                    new Write().Run(ImportSql.Instance.InsertHeadings, new ImportSql.HeadingsParameters(hash, json)), cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
            {
                // Another import of the same headings was first.
            }
        }

        return hash;
    }

    private static List<string> CellsOf(CsvDataReader csv)
    {
        var cells = new List<string>(csv.RowFieldCount);
        for (var i = 0; i < csv.RowFieldCount; i++)
        {
            cells.Add(csv.GetString(i));
        }

        return cells;
    }

    /// <summary>How many lines more than one a row takes, for a quoted cell may hold line breaks.</summary>
    private static int LinesIn(List<string> cells) => cells.Sum(cell => cell.AsSpan().Count('\n'));

    /// <summary>What one run of the import needs for every row.</summary>
    private sealed record Run(NycColumns Columns, int Width, NycReports Reports, ImportTally Tally, RejectsFile Rejects);
}
