using System.Text;
using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Api.Open311.Bulk;

/// <summary>A form of a download: what stands before its requests, between and behind them, and each of them.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="Begin">What it begins with.</param>
/// <param name="Between">What stands between two requests.</param>
/// <param name="End">What it ends with.</param>
/// <param name="Item">A request.</param>
internal sealed record BulkForm(string ContentType, byte[] Begin, byte[] Between, byte[] End, Func<BulkRequest, byte[]> Item)
{
    public const string CsvType = "text/csv";

    private const string Root = "requests";
    private const string Charset = "; charset=utf-8";

    private static readonly BulkRequest Nobodys = new()
    {
        ServiceRequestId = "",
        RequestedDatetime = default,
        UpdatedDatetime = default,
        ClosedDate = null,
        StatusDescription = "",
        StatusNotes = null,
        ServiceName = "",
        ServiceSubtype = "",
        Description = null,
        AgencyResponsible = "",
        Address = null,
        Lat = null,
        Long = null,
    };

    public static BulkForm Json { get; } = new(Face.JsonType + Charset, "["u8.ToArray(), ",\n"u8.ToArray(), "]"u8.ToArray(), Spark.ToJson);

    public static BulkForm Xml { get; } = new(
        Face.Xml + Charset, [.. Spark.Declaration, .. "<requests>"u8], [], "</requests>"u8.ToArray(), request => Spark.ToElement(Root[..^1], request));

    public static BulkForm Csv { get; } = new($"{CsvType}{Charset}; header=present", Row(Nobodys, member => member.Name), [], [], request => Row(request, TextOf));

    /// <summary>The members of a request as the JSON has them, so that all forms say the same.</summary>
    private static byte[] Row(BulkRequest request, Func<JsonProperty, string?> cell)
    {
        using var json = JsonDocument.Parse(Spark.ToJson(request));
        return Encoding.UTF8.GetBytes(CsvText.Row(json.RootElement.EnumerateObject().Select(cell)));
    }

    private static string? TextOf(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Number ? member.Value.GetRawText() : member.Value.GetString();
}
