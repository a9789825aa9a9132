using System.Buffers.Text;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using CsCheck;

namespace Connect311.Tests.Triage;

public sealed class QueueCursorTests
{
    private static readonly QueueFilter Filter = new() { Department = "DOT", WithConfidential = false };
    private static readonly QueueCursor Cursor = new() { Priority = 2, At = TestRequests.Noon, Metres = 12.5, Id = 1_234_567 };

    [Fact]
    public void A_cursor_is_read_as_it_was_written() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 4], Gen.Long[0, Clock.Never.ToUnixTimeMilliseconds()], Gen.Double[0, 2e7], Gen.Long[0, long.MaxValue]).Sample(
            (open, priority, at, metres, id) =>
            {
                var cursor = new QueueCursor
                {
                    IsOpen = open,
                    Priority = priority,
                    At = DateTimeOffset.FromUnixTimeMilliseconds(at),
                    Metres = metres,
                    Id = id,
                };
                Assert.Equal(cursor, QueueCursor.Read(cursor.Write(Filter), Filter));
            });

    [Fact]
    public void A_cursor_of_another_filter_is_refused()
    {
        QueueFilter[] others =
        [
            Filter with { Department = "DEP" }, Filter with { Queue = "night" }, Filter with { Status = "closed" },
            Filter with { ServiceType = "rodent" }, Filter with { Area = "borough:queens" }, Filter with { ServiceTypes = ["rodent"] },
            Filter with { Sort = "age" }, Filter with { Near = (40.7, -74) }, Filter with { Channel = "web" }, Filter with { Text = "x" },
            Filter with { Assignee = "ana" }, Filter with { IsUnclaimed = true }, Filter with { Overdue = false }, Filter with { Overdue = true },
            Filter with { DueWithin = 60 }, Filter with { Silent = [] }, Filter with { WithConfidential = true },
        ];

        Assert.All(others, other => Assert.Null(QueueCursor.Read(Cursor.Write(other), Filter)));
        Assert.All(others, other => Assert.Null(QueueCursor.Read(Cursor.Write(Filter), other)));
    }

    [Fact]
    public void A_cursor_is_good_at_any_time() => Assert.Equal(
        Cursor, QueueCursor.Read(Cursor.Write(Filter with { Now = TestRequests.Noon, SilentBefore = TestRequests.Noon }), Filter));

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "AAAAAAAA")]
    [InlineData(2, "2")]
    [InlineData(2, "")]
    [InlineData(3, "x")]
    [InlineData(3, "-1")]
    [InlineData(3, "99999999999")]
    [InlineData(4, "-1")]
    [InlineData(4, "9223372036854775807")]
    [InlineData(5, "-1")]
    [InlineData(5, "9223372036854775807")]
    [InlineData(5, "9218868437227405312")]
    [InlineData(6, "")]
    [InlineData(6, "1 OR 1=1")]
    [InlineData(6, "9223372036854775808")]
    [InlineData(6, "1|2")]
    public void A_cursor_with_a_part_that_cannot_be_is_refused(int part, string value)
    {
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Cursor.Write(Filter))).Split('|');
        parts[part] = value;

        Assert.Null(QueueCursor.Read(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('|', parts))), Filter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("%%%")]
    [InlineData("=")]
    [InlineData("A")]
    [InlineData("🕳")]
    public void Garbage_is_refused(string text) => Assert.Null(QueueCursor.Read(text, Filter));

    [Fact]
    public void Whatever_is_sent_is_refused_without_a_fall()
    {
        Gen.String.Sample(text => Assert.Null(QueueCursor.Read(text, Filter)));
        Gen.Byte.Array[0, 400].Sample(bytes => Assert.Null(QueueCursor.Read(Base64Url.EncodeToString(bytes), Filter)));
        Assert.Null(QueueCursor.Read(new string('A', 100_000), Filter));
    }
}
