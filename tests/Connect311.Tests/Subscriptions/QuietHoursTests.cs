using System.Globalization;
using Connect311.Api.Subscriptions;

namespace Connect311.Tests.Subscriptions;

/// <summary>When quiet hours are, by the clock on the wall: over midnight, and where clocks change.</summary>
public sealed class QuietHoursTests
{
    private const string NewYork = "America/New_York";

    [Theory]
    [InlineData("2026-06-02T01:59:00Z", null)]
    [InlineData("2026-06-02T02:00:00Z", "2026-06-02T11:00:00Z")]
    [InlineData("2026-06-02T03:30:00Z", "2026-06-02T11:00:00Z")]
    [InlineData("2026-06-02T10:59:59Z", "2026-06-02T11:00:00Z")]
    [InlineData("2026-06-02T11:00:00Z", null)]

    // The clocks go forward on March 8, and back on November 1.
    [InlineData("2026-03-08T04:00:00Z", "2026-03-08T11:00:00Z")]
    [InlineData("2026-11-01T03:00:00Z", "2026-11-01T12:00:00Z")]
    public void A_night_ends_in_the_morning(string moment, string? end) =>
        Assert.Equal(At(end), new QuietHours(22 * 60, 7 * 60, NewYork).EndAt(At(moment)!.Value));

    [Theory]
    [InlineData("2026-06-02T15:59:00Z", null)]
    [InlineData("2026-06-02T16:00:00Z", "2026-06-02T17:30:00Z")]
    [InlineData("2026-06-02T17:30:00Z", null)]
    public void A_noon_ends_the_same_day(string moment, string? end) =>
        Assert.Equal(At(end), new QuietHours(12 * 60, (13 * 60) + 30, NewYork).EndAt(At(moment)!.Value));

    /// <summary>The end is never before the moment, and behind it it is not quiet.</summary>
    [Fact]
    public void Whatever_the_hour_the_end_lies_ahead_and_is_not_quiet()
    {
        var quiet = new QuietHours(22 * 60, 90, NewYork);
        for (var at = At("2026-10-31T00:00:00Z")!.Value; at < At("2026-11-02T12:00:00Z"); at = at.AddMinutes(7))
        {
            if (quiet.EndAt(at) is { } end)
            {
                Assert.InRange(end - at, TimeSpan.FromSeconds(1), TimeSpan.FromHours(5));
                Assert.Null(quiet.EndAt(end));
            }
        }
    }

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
