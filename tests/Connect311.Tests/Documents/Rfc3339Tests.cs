using System.Globalization;
using Connect311.Routing.Documents;
using CsCheck;

namespace Connect311.Tests.Documents;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-06-01T14:30:00Z", "2026-06-01T14:30:00.0000000+00:00")]
    [InlineData("2026-06-01T14:30:00.5Z", "2026-06-01T14:30:00.5000000+00:00")]
    [InlineData("2026-06-01T14:30:00.123+05:30", "2026-06-01T14:30:00.1230000+05:30")]
    [InlineData("2026-06-01T14:30:00-04:00", "2026-06-01T14:30:00.0000000-04:00")]
    [InlineData("2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59.0000000+00:00")]
    public void A_time_with_its_offset_is_read(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(expected, time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("2026-06-01")]
    [InlineData("2026-06-01T14:30:00")]
    [InlineData("2026-06-01T14:30:00.123")]
    [InlineData("2026-06-01 14:30:00Z")]
    [InlineData("2026-06-01T14:30:00 Z")]
    [InlineData(" 2026-06-01T14:30:00Z")]
    [InlineData("2026-06-01T14:30:00Z ")]
    [InlineData("2026-06-01T14:30:00.Z")]
    [InlineData("2026-06-01T14:30:00+0400")]
    [InlineData("2026-06-01T14:30:00+04")]
    [InlineData("2026-06-01T24:00:00Z")]
    [InlineData("2026-06-01T14:60:00Z")]
    [InlineData("2026-02-30T14:30:00Z")]
    [InlineData("2026-06-01T14:30:00+25:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("6/1/2026 14:30:00 +00:00")]
    [InlineData("٢٠٢٦-06-01T14:30:00Z")]
    public void Anything_else_is_refused(string text) => Assert.False(Rfc3339.TryParse(text, out _));

    [Fact]
    public void Finer_digits_than_the_clock_has_are_cut_off()
    {
        Assert.True(Rfc3339.TryParse("2026-06-01T14:30:00.123456789Z", out var time));
        Assert.Equal(123, time.Millisecond);
    }

    [Fact]
    public void The_servers_culture_and_zone_do_not_matter()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.True(Rfc3339.TryParse("2026-06-01T14:30:00Z", out var time));
            Assert.Equal(new DateTimeOffset(2026, 6, 1, 14, 30, 0, TimeSpan.Zero), time);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Every_time_is_read_as_it_was_written() =>
        Gen.DateTimeOffset.Sample(time =>
            Rfc3339.TryParse(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture), out var read)
            && read == time
            && read.Offset == time.Offset);
}
