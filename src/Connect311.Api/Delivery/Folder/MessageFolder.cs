using System.Globalization;
using System.Text;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery.Folder;

/// <summary>Writes each message into a file, so that a developer sees what residents would get.</summary>
internal sealed class MessageFolder(IOptions<DeliveryOptions> options, IHostEnvironment environment)
{
    private const string DevelopmentFolder = "messages";

    private readonly string? _folder = options.Value.Folder ?? (environment.IsDevelopment() ? DevelopmentFolder : null);

    public bool IsOn => _folder is not null;

    /// <summary>Where the files are.</summary>
    public string Path => DataFolder.Resolve(_folder!);

    /// <summary>The file has the message's own name, so that one that is sent again is the same file.</summary>
    public async Task<SendResult> SendAsync(string kind, Message message, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{message.At.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{message.Number}-{message.Topic}-{kind}-{message.Id:N}.txt");
        await File.WriteAllTextAsync(System.IO.Path.Combine(Path, name), Shown(kind, message), cancellationToken);
        return new SendResult.Sent();
    }

    private static string Shown(string kind, Message message)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"By: {kind}")
            .AppendLine(CultureInfo.InvariantCulture, $"To: {message.To.To}")
            .AppendLine(CultureInfo.InvariantCulture, $"Number: {message.Number}")
            .AppendLine(CultureInfo.InvariantCulture, $"Event: {message.Topic}");
        if (message.Subject is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Subject: {message.Subject}");
        }

        return message.Text is null ? text.ToString() : text.AppendLine().AppendLine(message.Text).ToString();
    }
}
