using System.Net;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Open311;

/// <summary>C6 and C7: what cannot be asked for, and what is not there.</summary>
public sealed class BadQueryTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Theory]
    [InlineData("311-77")]
    [InlineData("nothing")]
    [InlineData("1")]
    public async Task An_unknown_id_is_404(string id) =>
        Assert.Equal(["404 There is nothing here by that name or number."], await RefusedAsync(HttpStatusCode.NotFound, $"requests/{id}"));

    [Theory]
    [InlineData("start_date=2026-05-01T00:00:00", "400 start_date must have the form ISO 8601, 2026-06-01T16:00:00Z")]
    [InlineData("start_date=2026-05-01", "400 start_date must have the form ISO 8601, 2026-06-01T16:00:00Z")]
    [InlineData("end_date=yesterday", "400 end_date must have the form ISO 8601, 2026-06-01T16:00:00Z")]
    [InlineData("start_date=2026-13-01T00:00:00Z", "400 start_date must have the form ISO 8601, 2026-06-01T16:00:00Z")]
    [InlineData("start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:01Z", "400 end_date must be at most 2026-04-01T00:00:00Z")]
    [InlineData("start_date=2026-04-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", "400 end_date must be at least 2026-04-01T00:00:00Z")]
    [InlineData("status=pending", "400 status must be one of: open, closed")]
    [InlineData("status=open&status=closed", "400 status is there twice")]
    [InlineData("page_size=1000000000", "400 page_size must be from 1 to 500")]
    [InlineData("page_size=99999999999999999999", "400 page_size must be from 1 to 500")]
    [InlineData("extensions=maybe", "400 extensions must be one of: true, false")]
    [InlineData("updated_after=2026-05-01T00:00:00", "400 updated_after must have the form ISO 8601, 2026-06-01T16:00:00Z")]
    [InlineData("updated_after=2026-01-01T00:00:00Z&updated_before=2026-05-01T00:00:00Z", "400 updated_before must be at most 2026-04-01T00:00:00Z")]
    [InlineData("bbox=1,2,3", "400 bbox must have the form minLong,minLat,maxLong,maxLat")]
    [InlineData("bbox=-73,40,-74,41", "400 bbox must have the form minLong,minLat,maxLong,maxLat")]
    [InlineData("lat=40.7", "400 long is required")]
    [InlineData("lat=40.7&long=181", "400 long must be from -180 to 180")]
    [InlineData("lat=40.7&long=-73.9&radius=1e9", "400 radius must be from 1 to 20000")]
    [InlineData("page=0", "400 page must be from 1 to 10000")]
    [InlineData("page=-1", "400 page must be from 1 to 10000")]
    [InlineData("service_code=a%00b", "400 service_code must not hold control characters")]
    public async Task What_is_wrong_is_said_by_the_argument(string query, string error) =>
        Assert.Equal([error], await RefusedAsync(HttpStatusCode.BadRequest, $"requests?{query}"));

    [Fact]
    public async Task Longer_lists_than_a_thousand_ids_are_refused()
    {
        var ids = string.Join(',', Enumerable.Range(1, 1_001).Select(id => new TrackingNumber(id).ToString()[4..]));
        Assert.Equal(["400 service_request_id must have at most 1000 entries"], await RefusedAsync(HttpStatusCode.BadRequest, $"requests?service_request_id={ids}"));
        using var anybody = application.Anybody();
        Assert.Empty((await anybody.AskAsync($"requests?service_request_id={ids[..ids.LastIndexOf(',')]}")).EnumerateArray());
    }

    private async Task<string[]> RefusedAsync(HttpStatusCode status, string method)
    {
        using var anybody = application.Anybody();
        return await anybody.RefusedAsync(status, method);
    }
}
