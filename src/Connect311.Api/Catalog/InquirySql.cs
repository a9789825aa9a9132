using Connect311.Api.Databases;

namespace Connect311.Api.Catalog;

/// <summary>The statements that count inquiries, a row for a service type and day.</summary>
internal sealed record InquirySql
{
    public static InquirySql Instance { get; } = new();

    [Parameters(typeof(DayParameters))]
    public string Count { get; } = """
        UPDATE InquiryCount
        SET Count = Count + 1
        WHERE ServiceType = @ServiceType AND Day = @Day;
        """;

    [Parameters(typeof(DayParameters))]
    public string Begin { get; } = """
        INSERT INTO InquiryCount (ServiceType, Day, Count)
        VALUES (@ServiceType, @Day, 1);
        """;

    internal sealed record DayParameters(string ServiceType, string Day);
}
