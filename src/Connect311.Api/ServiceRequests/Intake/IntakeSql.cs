using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Devices;
using Connect311.Api.Devices.Links;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests.Import;
using Connect311.Api.Triage.Holds;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>The statements of intake.</summary>
internal sealed partial record IntakeSql
{
    /// <summary>What was stored under some keys, with the first event, which holds what was answered.</summary>
    [Parameters(typeof(KeysParameters))]
    public required string FindByKeys { get; init; }

    [RowsOf(typeof(RequestRow))]
    public required string InsertRequests { get; init; }

    [RowsOf(typeof(ContactRow))]
    public required string InsertContacts { get; init; }

    /// <summary>
    /// Whoever saw a released photo knows its id: a report that names it behind that has no part in it (it lapsed long ago), for it would keep the
    /// files of somebody who wants to be forgotten.
    /// </summary>
    [RowsOf(typeof(RequestPhotoRow))]
    public required string InsertPhotos { get; init; }

    [RowsOf(typeof(HeldReportRow))]
    public required string InsertHeld { get; init; }

    [RowsOf(typeof(ReportDeviceRow))]
    public required string InsertDevices { get; init; }

    /// <summary>On a device that is there and not revoked; otherwise the report is stored without. Its first event tells the phone of it.</summary>
    [RowsOf(typeof(DeviceLinkRow))]
    public required string InsertLinks { get; init; }

    [RowsOf(typeof(OutboxRow))]
    public required string InsertOutbox { get; init; }

    [RowsOf(typeof(ImportedRow))]
    public required string InsertImported { get; init; }

    /// <summary>Takes the next block of 1,000 numbers and gives its first.</summary>
    public required string TakeNumbers { get; init; }

    public static IntakeSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="Keys">A JSON array of key hashes.</param>
    internal sealed record KeysParameters(string Keys);
}
