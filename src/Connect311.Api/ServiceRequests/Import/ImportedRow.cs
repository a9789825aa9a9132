using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.Import;

/// <summary>A row of published data, kept whole for a later export.</summary>
/// <param name="ExternalId">The publisher's id; New York's Unique Key.</param>
/// <param name="HeadingsHash">Names the headings that the cells stand under.</param>
/// <param name="Cells">A JSON array of the cells as they were read.</param>
internal sealed record ImportedRow(long RequestId, string ExternalId, string HeadingsHash, string Cells)
{
    public static RowType<ImportedRow> Rows { get; } = new(
        "ImportedRowRow",
        "imported",
        RowColumn<ImportedRow>.Long("RequestId", row => row.RequestId),
        RowColumn<ImportedRow>.Text("ExternalId", 50, row => row.ExternalId),
        RowColumn<ImportedRow>.Text("HeadingsHash", 43, row => row.HeadingsHash),
        RowColumn<ImportedRow>.LongText("Cells", row => row.Cells));
}
