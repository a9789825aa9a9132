using System.CommandLine;
using Connect311.Api.Databases;
using Connect311.Api.Open311.Check;

namespace Connect311.Api.Commands;

/// <summary><c>open311 check</c>: whether a server keeps GeoReport v2. It needs no database, and no city.</summary>
internal static class Open311CheckCommand
{
    /// <summary>Exit code of a server that breaks a rule.</summary>
    private const int HasFailures = 1;

    public static Command Create()
    {
        var arguments = new Open311CheckArguments();
        var command = new Command(
            "check",
            $"""
            Check any server against Open311 GeoReport v2, and say with evidence which rules it keeps.

            It knows nothing of the server but its URL, and only reads (GET), unless --submit is given. Each rule has an id that
            stays; what the specification demands passes or fails, what it leaves open passes or warns. Every rule is looked at in
            XML and in JSON, and the JSON is compared with the XML. What a server has nothing to show for is skipped, and says why.

            It makes at most {CheckClient.MostCalls} calls, one at a time, follows no redirect to another host, and reads at most {CheckClient.MostBytes / 1024 / 1024} MB an answer.
            Exit code 0: no rule is broken; 1: one is; 2: it could not be checked.

            Examples:
              open311 check https://example.org/open311/v2
              open311 check https://example.org/open311/discovery.xml --format junit --output report.xml
              {Open311CheckArguments.KeyVariable}=… open311 check https://test.example.org/open311/v2 --submit --at 40.67,-73.97 --address "1 Main St"
            """);
        arguments.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(arguments.Read(parsed), parsed.GetValue(arguments.Format)!, parsed.GetValue(arguments.Output), token));
        return command;
    }

    private static async Task<int> RunAsync(CheckOptions options, string format, FileInfo? output, CancellationToken cancellationToken)
    {
        await using var file = output is null ? null : Opened(output);
        var report = file is null && format != ReportWriter.Table
            ? await CheckRun.RunAsync(options, _ => { }, cancellationToken)
            : await CountProgress.ShowAsync("calls", tell => CheckRun.RunAsync(options, tell, cancellationToken));
        if (file is not null)
        {
            await file.WriteLineAsync(ReportWriter.Write(report, format));
            Console.WriteLine(TableReport.Totals(report));
            Console.WriteLine($"Written to {output!.FullName}.");
        }
        else if (format == ReportWriter.Table)
        {
            ListTable.Print(TableReport.Of(report));
            Console.WriteLine(TableReport.Totals(report));
        }
        else
        {
            Console.WriteLine(ReportWriter.Write(report, format));
        }

        return report.IsConformant ? 0 : HasFailures;
    }

    /// <summary>Before anything is asked: a check whose report cannot be written is of no use.</summary>
    private static StreamWriter Opened(FileInfo output)
    {
        try
        {
            return new(new FileStream(output.FullName, FileMode.Create, FileAccess.Write));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{output.FullName} cannot be written: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
