using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>A place between two requests of a queue. Requests that come or go meanwhile move no other to another page.</summary>
internal sealed record QueueCursor(bool IsOpen, int Priority, DateTimeOffset DueAt, long Id)
{
    private const string Version = "1";
    private const int MaxLength = 200;

    /// <summary>Before the first of all.</summary>
    public static QueueCursor Start { get; } = StartOf(open: true);

    public static QueueCursor StartOf(bool open) => new(open, 0, DateTimeOffset.UnixEpoch, 0);

    public static QueueCursor Behind(QueueRow row) => new(RequestStatus.IsOpen(row.Status), row.Priority, row.DueAt, row.Id);

    /// <summary>The cursor of a call, or null when it is none of this queue under these filters.</summary>
    public static QueueCursor? Read(string text, QueueFilter filter)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (text.Length > MaxLength || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes[..length]).Split('|');
        return parts.Length == 6
            && parts[0] == Version
            && parts[1] == FilterHash(filter)
            && parts[2] is "0" or "1"
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
            && long.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var due)
            && due <= Clock.Never.ToUnixTimeMilliseconds()
            && long.TryParse(parts[5], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new(parts[2] == "1", priority, DateTimeOffset.FromUnixTimeMilliseconds(due), id)
            : null;
    }

    public string Write(QueueFilter filter) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Version}|{FilterHash(filter)}|{(IsOpen ? 1 : 0)}|{Priority}|{DueAt.ToUnixTimeMilliseconds()}|{Id}")));

    /// <summary>A cursor belongs to its query: another department or filter does not know it.</summary>
    private static string FilterHash(QueueFilter filter) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{filter.Department}\n{filter.Queue}\n{filter.Status}\n{filter.ServiceType}\n{filter.Area}\n{filter.Silent is not null}")).AsSpan(0, 6));
}
