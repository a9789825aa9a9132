using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Holds;

/// <summary>By what a report is known to come under a hold.</summary>
internal static class HoldKind
{
    /// <summary>The e-mail address of the contact.</summary>
    public const string Email = "email";

    /// <summary>The phone of the contact.</summary>
    public const string Phone = "phone";

    /// <summary>The address of the report in words, however it is spaced, punctuated and capitalized.</summary>
    public const string Address = "address";

    /// <summary>The phone that a report came from: nobody knows it but by that report.</summary>
    public const string Device = "device";

    public static readonly string[] All = [Email, Phone, Address, Device];
}

/// <summary>A hold as it is stored.</summary>
internal sealed record HoldRow
{
    public required string Id { get; init; }

    /// <summary>A <see cref="HoldKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whom it is about, encrypted; empty once that is erased, as its hash is.</summary>
    public required string SealedValue { get; init; }

    /// <summary>Why; for staff.</summary>
    public required string Reason { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset Until { get; init; }

    public string? EndedBy { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required int Version { get; init; }

    /// <summary>Whether reports are held by it now, by the database's clock.</summary>
    public required bool IsActive { get; init; }

    /// <summary>How many reports that the caller may know of wait for an operator because of it.</summary>
    public required int Waiting { get; init; }
}

/// <summary>A hold to be stored.</summary>
/// <param name="Id">Made before the insert, so that one that is tried again is known as done.</param>
/// <param name="ValueHash">Of what is held; no two active holds have the same.</param>
internal sealed record NewHold(string Id, string Kind, string ValueHash, string SealedValue, string Reason, TimeSpan Length);

/// <summary>A report that came in under a hold.</summary>
internal sealed record HeldReportRow(long RequestId, string HoldId)
{
    public static RowType<HeldReportRow> Rows { get; } = new(
        "HeldReportRow",
        "held",
        RowColumn<HeldReportRow>.Long("RequestId", row => row.RequestId),
        RowColumn<HeldReportRow>.Text("HoldId", 32, row => row.HoldId));
}
