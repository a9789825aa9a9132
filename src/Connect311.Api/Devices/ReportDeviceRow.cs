using Connect311.Api.Databases;

namespace Connect311.Api.Devices;

/// <summary>From which device a report came.</summary>
/// <param name="DeviceHash">The device's id, as a hold of the kind <c>device</c> hashes it.</param>
internal sealed record ReportDeviceRow(long RequestId, string DeviceHash)
{
    public static RowType<ReportDeviceRow> Rows { get; } = new(
        "ReportDeviceRow",
        "origins",
        RowColumn<ReportDeviceRow>.Long("RequestId", row => row.RequestId),
        RowColumn<ReportDeviceRow>.Text("DeviceHash", 43, row => row.DeviceHash));
}
