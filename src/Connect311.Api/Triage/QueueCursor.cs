using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>A place between two requests of a queue. Requests that come or go meanwhile move no other to another page.</summary>
/// <remarks>Each order has its own: what it does not sort by stays as at the start.</remarks>
internal sealed record QueueCursor
{
    private const string Version = "2";
    private const int MaxLength = 200;

    /// <summary>Before the first of all.</summary>
    public static QueueCursor Start { get; } = new();

    public bool IsOpen { get; init; } = true;

    public int Priority { get; init; }

    /// <summary>When the request is due; by age, when it was received.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>By distance: how far away it is.</summary>
    public double Metres { get; init; }

    public long Id { get; init; }

    public static QueueCursor StartOf(bool open) => new() { IsOpen = open };

    /// <param name="sort">One of <see cref="QueueSort"/>.</param>
    public static QueueCursor Behind(QueueRow row, string sort) => sort switch
    {
        QueueSort.Priority => new() { IsOpen = RequestStatus.IsOpen(row.Status), Priority = row.Priority, At = row.DueAt, Id = row.Id },
        QueueSort.Due => new() { At = row.DueAt, Id = row.Id },
        QueueSort.Age => new() { At = row.ReceivedAt, Id = row.Id },
        QueueSort.Distance => new() { Metres = row.Metres!.Value, Id = row.Id },
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "No order of queues."),
    };

    /// <summary>The cursor of a call, or null when it is none of this queue in this order under these filters.</summary>
    public static QueueCursor? Read(string text, QueueFilter filter)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (text.Length > MaxLength || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            return null;
        }

        return Encoding.UTF8.GetString(bytes[..length]).Split('|') is [Version, var hash, ("0" or "1") and var open, var priority, var at, var metres, var id]
            && hash == HashOf(filter)
            && Number(priority) is { } level and <= int.MaxValue
            && Number(at) is { } milliseconds && milliseconds <= Clock.Never.ToUnixTimeMilliseconds()
            && Number(metres) is { } bits && double.IsFinite(BitConverter.Int64BitsToDouble(bits))
            && Number(id) is { } last
            ? new()
            {
                IsOpen = open == "1",
                Priority = (int)level,
                At = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
                Metres = BitConverter.Int64BitsToDouble(bits),
                Id = last,
            }
            : null;
    }

    public string Write(QueueFilter filter) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Version}|{HashOf(filter)}|{(IsOpen ? 1 : 0)}|{Priority}|{At.ToUnixTimeMilliseconds()}|{BitConverter.DoubleToInt64Bits(Metres)}|{Id}")));

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A cursor belongs to its query: another department, order or filter does not know it.</summary>
    private static string HashOf(QueueFilter filter) => Base64Url.EncodeToString(filter.Hash().AsSpan(0, 6));
}
