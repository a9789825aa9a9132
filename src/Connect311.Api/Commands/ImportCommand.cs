using System.CommandLine;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Import;

namespace Connect311.Api.Commands;

/// <summary><c>import</c>: published reports of other systems.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "NYC Open Data's 311 CSV, with official or snake_case headings." };
        var rejects = new Option<FileInfo>("--rejects")
        {
            Description = "Where rows go that cannot be taken, with line and reason. Default: <file>.rejects.csv in the data folder.",
        };
        var nyc = new Command(
            "nyc",
            "Import New York's 311 requests. Rows that are stored already are left alone, so give the same command again to go on.")
        {
            file,
            rejects,
        };
        nyc.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => RunAsync(services, parsed.GetValue(file)!, parsed.GetValue(rejects), cancellation), token));
        return new("import", "Import published reports.") { nyc };
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, FileInfo file, FileInfo? rejects, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new UserErrorException($"There is no file {file.FullName}.");
        }

        var rejectsPath = rejects?.FullName ?? DataFolder.Resolve(Path.GetFileNameWithoutExtension(file.Name) + ".rejects.csv");
        var import = ActivatorUtilities.CreateInstance<NycImport>(services);
        var tally = new ImportTally();
        try
        {
            await ProgressBar.ShowAsync(
                "rows", file.Length, progress => import.RunAsync(file.FullName, rejectsPath, tally, progress, cancellationToken));
        }
        catch (Exception e) when (e is not UserErrorException)
        {
            await Console.Error.WriteLineAsync(
                $"The import stopped after row {tally.Read}: {e.Message} What is stored stays; give the same command again to go on.");
            return CommandLine.Stopped;
        }

        ImportReport.Print(tally, rejectsPath);
        return 0;
    }
}
