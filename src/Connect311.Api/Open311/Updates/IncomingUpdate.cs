using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Open311.Updates;

/// <summary>What a department's system says of a request of ours.</summary>
internal sealed record IncomingUpdate
{
    /// <summary>As the system gave it: the same each time that it says the same.</summary>
    public required string Id { get; init; }

    public required TrackingNumber Number { get; init; }

    /// <summary>One of <see cref="ExtendedStatus.All"/>; null where it is none of them.</summary>
    public required string? Status { get; init; }

    /// <summary>The status as it was written.</summary>
    public required string WrittenStatus { get; init; }

    /// <summary>In the system's words.</summary>
    public string? Description { get; init; }

    /// <summary>Addresses of pictures. They are never fetched: staff read them.</summary>
    public IReadOnlyList<string> Media { get; init; } = [];

    /// <summary>The system's own word for its status.</summary>
    public string? Code { get; init; }

    public DateTimeOffset? VisitedAt { get; init; }

    /// <summary>The request of ours that it repeats.</summary>
    public TrackingNumber? DuplicateOf { get; init; }

    public string? Reason { get; init; }

    public string? ReferredTo { get; init; }

    /// <summary>By what it is known as taken. Some systems count the updates of each request for itself.</summary>
    public string IdHash => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Number}\n{Id}")));
}

/// <summary>What became of an update.</summary>
internal static class UpdateResult
{
    /// <summary>A step of the lifecycle was taken.</summary>
    public const string Applied = "applied";

    /// <summary>It stands in the history, and changed nothing.</summary>
    public const string Noted = "noted";

    /// <summary>It said nothing new.</summary>
    public const string Nothing = "nothing";

    /// <summary>It was taken before.</summary>
    public const string Repeated = "repeated";

    /// <summary>There is no such request.</summary>
    public const string Unknown = "unknown";
}
