using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Commands;

/// <summary><c>records</c>: answers requests for public records.</summary>
internal static class RecordsCommand
{
    /// <summary>For people to read.</summary>
    private static readonly JsonSerializerOptions Readable = new(Json.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create() => new("records", "Answer requests for public records.")
    {
        Export(),
    };

    private static Command Export()
    {
        var number = new Argument<string>("number") { Description = "The tracking number: 311- and digits, or the digits alone." };
        var output = new Option<FileInfo?>("--output") { Description = "The file to write; without it, to the standard output. One that is there is not replaced." };
        var command = new Command(
            "export", "Write one request as JSON, without what is personal or internal, and with a list of what is withheld and by which law. Each export is audited.")
        {
            number,
            output,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => ExportAsync(services, parsed.GetValue(number)!, parsed.GetValue(output), cancellation), token));
        return command;
    }

    private static async Task<int> ExportAsync(IServiceProvider services, string text, FileInfo? output, CancellationToken cancellationToken)
    {
        var number = NumberArgument.Read(text);
        var record = await services.GetRequiredService<RecordExport>().MakeAsync(number, cancellationToken)
            ?? throw new UserErrorException($"There is no request {text}.");
        var audit = services.GetRequiredService<AuditLog>();
        await audit.RecordAsync(audit.New(Actor.CommandLine, AuditAction.ExportRecord, AuditTarget.ServiceRequest(number)), cancellationToken);
        var json = JsonSerializer.Serialize(record, Readable);
        if (output is null)
        {
            Console.WriteLine(json);
            return 0;
        }

        await WriteAsync(output, json, cancellationToken);
        Console.WriteLine($"Written to {output.FullName}; {record.Withheld.Sum(line => line.Count)} things are withheld.");
        return 0;
    }

    private static async Task WriteAsync(FileInfo output, string json, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(output.FullName, FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteLineAsync(json.AsMemory(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{output.FullName} cannot be written: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
