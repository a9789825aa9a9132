using System.Text;
using Connect311.Api.Open311.Connector;

namespace Connect311.Tests.Open311.Connector;

/// <summary>Answers of other servers are read as data alone, however their makers write them.</summary>
public sealed class AnswersTests
{
    [Theory]
    [InlineData("json", """[{"service_request_id":"7","status":"open","extras":{"reason":"x"}}]""")]
    [InlineData("json", """{"service_requests":[{"service_request_id":7,"status":"open","extras":{"reason":"x"},"notes":[1],"zip":null}]}""")]
    [InlineData("xml", """<?xml version="1.0" encoding="UTF-8"?><service_requests><request><service_request_id>7</service_request_id><status>open</status><zip/><extras><reason>x</reason></extras></request></service_requests>""")]
    [InlineData("xml", """<a xmlns="http://wiki.open311.org/GeoReport_v2"><request><service_request_id>7</service_request_id><status>open</status><extras><reason>x</reason></extras></request></a>""")]
    public void Lists_are_read_with_their_root_or_without_and_numbers_as_text(string format, string body)
    {
        var record = Assert.Single(Answers.Read(Encoding.UTF8.GetBytes(body), format));
        Assert.Equal(("7", "open", "x", null), (record["service_request_id"], record["status"], record["extras/reason"], record["zip"]));
    }

    [Theory]
    [InlineData("json", "")]
    [InlineData("json", "[{\"service_request_id\":\"7\"")]
    [InlineData("json", "\"text\"")]
    [InlineData("json", """{"a":1,"b":2}""")]
    [InlineData("json", "<html>")]
    [InlineData("xml", "")]
    [InlineData("xml", "<a><request><id>7</id>")]
    [InlineData("xml", """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><request><id>&x;</id></request></a>""")]
    [InlineData("xml", """<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a><request><id>&y;</id></request></a>""")]
    public void What_is_no_answer_is_refused(string format, string body) =>
        Assert.Throws<FormatException>(() => Answers.Read(Encoding.UTF8.GetBytes(body), format));

    [Theory]
    [InlineData("json", "[", "]", 100)]
    [InlineData("xml", "<a>", "</a>", 10_000)]
    public void Depth_is_bounded(string format, string open, string close, int depth) => Assert.Throws<FormatException>(() => Answers.Read(
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth))), format));
}
