using Connect311.Api.Databases;
using Connect311.Tests.Databases;

namespace Connect311.Tests.Devices;

/// <summary>What a page of a phone's reports sorts is no more than that phone's.</summary>
public sealed class LinkPlanTests(SqliteSchema schema) : IClassFixture<SqliteSchema>
{
    [Fact]
    public void A_page_reads_the_links_of_one_device_and_each_table_by_its_key()
    {
        var plan = schema.PlanOf(Statements.Find(DatabaseEngine.Sqlite, "LinkSql.Page").Text);
        Assert.Contains(plan, line => line.StartsWith("SEARCH l USING INDEX sqlite_autoindex_DeviceLink_1 (DeviceId=?", StringComparison.Ordinal));
        Assert.Contains(plan, line => line.StartsWith("SEARCH n USING", StringComparison.Ordinal) && line.Contains("RequestId=? AND Number=?", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN", StringComparison.Ordinal) && !line.StartsWith("SCAN p", StringComparison.Ordinal));
    }
}
