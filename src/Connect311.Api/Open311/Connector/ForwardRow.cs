using Connect311.Api.Databases;
using Connect311.Api.Delivery;

namespace Connect311.Api.Open311.Connector;

/// <summary>One event for one department that works in its own system.</summary>
internal sealed record ForwardRow
{
    public required long RequestId { get; init; }

    public required int EventNumber { get; init; }

    /// <summary>The department that hears of it.</summary>
    public required string Department { get; init; }

    /// <summary>See <see cref="ForwardKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>A <see cref="DeliveryState"/>.</summary>
    public string State { get; init; } = DeliveryState.Waiting;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><see cref="Clock.Never"/> once it is done.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>Why it did not go, as a code.</summary>
    public string? Failure { get; init; }

    public DateTimeOffset? DoneAt { get; init; }
}

internal static class ForwardKind
{
    /// <summary>The department gets the request with it.</summary>
    public const string Request = "request";

    /// <summary>The department has the request, and hears what became of it.</summary>
    public const string Update = "update";

    public static readonly string[] All = [Request, Update];
}

/// <summary>What a department's system calls a request that it got with an event of it.</summary>
internal sealed record ExternalRequestRow
{
    public required long RequestId { get; init; }

    public required int EventNumber { get; init; }

    public required string Department { get; init; }

    /// <summary>Null while it has not said so, and for ever where it never does.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Stands for the id until the system has one.</summary>
    public string? Token { get; init; }

    /// <summary>When it was first sent; null while the department cannot know of it.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>When the system said that it has it.</summary>
    public DateTimeOffset? KnownAt { get; init; }
}
