using Connect311.Api.Databases;
using Connect311.Api.Open311.Check;

namespace Connect311.Tests.Open311.Check;

/// <summary>What is checked, where, and with which key.</summary>
public sealed class CheckRunTests
{
    [Fact]
    public async Task A_discovery_document_leads_to_the_endpoint()
    {
        var report = await CheckedServer.RunAsync(change: options => options with { Endpoint = new($"{options.Endpoint}/discovery.xml") });

        Assert.EndsWith("/v2", report.Endpoint.AbsoluteUri, StringComparison.Ordinal);
        Assert.Empty(report.Of(Verdict.Fail));
    }

    [Theory]
    [InlineData("http://elsewhere.example/v2", "another host")]
    [InlineData("v2", "tells of no endpoint")]
    public async Task A_discovery_document_takes_a_key_nowhere_else(string url, string words)
    {
        var deviation = Deviation.Tree("-", "discovery", tree => tree.Descendants("url").Single().Value = url);

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => CheckedServer.RunAsync(
            deviation, options => options with { Endpoint = new($"{options.Endpoint}/discovery.xml") }));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_in_production_gets_no_reports_unless_that_is_forced()
    {
        var deviation = Deviation.Tree("-", "discovery", tree => tree.Descendants("type").Single().Value = "production");

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => CheckedServer.RunAsync(deviation));

        Assert.Contains("--force", refused.Message, StringComparison.Ordinal);
        Assert.True((await CheckedServer.RunAsync(deviation, options => options with { Force = true })).IsConformant);
        Assert.True((await CheckedServer.RunAsync(deviation, options => options with { Submit = false })).IsConformant);
    }

    [Fact]
    public async Task An_endpoint_of_several_jurisdictions_asks_for_one()
    {
        var deviation = new Deviation("-", (call, next) => call["jurisdiction_id"] switch
        {
            null => TestReply.Error(400, "jurisdiction_id is missing."),
            "example.org" => next(call),
            _ => TestReply.Error(404, "There is no such jurisdiction."),
        });

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => CheckedServer.RunAsync(deviation));

        Assert.Contains("--jurisdiction", refused.Message, StringComparison.Ordinal);
        var report = await CheckedServer.RunAsync(deviation with { Jurisdiction = "example.org" });
        Assert.Empty(report.Of(Verdict.Fail).Concat(report.Of(Verdict.Warn)));
    }

    [Fact]
    public async Task XML_alone_asks_for_no_JSON()
    {
        var json = 0;
        var deviation = new Deviation("-", (call, next) =>
        {
            json += call.IsJson ? 1 : 0;
            return next(call);
        });

        var report = await CheckedServer.RunAsync(deviation, options => options with { Json = false });

        Assert.Equal(0, json);
        Assert.Empty(report.Of(Verdict.Fail));
        Assert.Equal(["C0.8", "C0.9", "C0.10", "C0.11", "C0.12", "C0.13", "C0.14", "C0.22", "C1.2", "C8.9"], report.Ids(Verdict.Skipped));
    }

    [Fact]
    public async Task A_server_without_JSON_is_asked_for_it_only_if_it_is_wanted()
    {
        var deviation = new Deviation("-", (call, next) => call is { IsJson: true, Path: not "discovery" }
            ? TestReply.Error(400, "There is no JSON.") with { ContentType = "text/xml; charset=utf-8", Rewrite = _ => "<errors/>" }
            : next(call).Changed(tree => tree.Descendants("format").Where(format => format.Value == "application/json").ToList().ForEach(format => format.Remove())));

        Assert.Empty((await CheckedServer.RunAsync(deviation)).Of(Verdict.Fail));
        Assert.Contains("C2.1", (await CheckedServer.RunAsync(deviation, options => options with { Json = true })).Ids(Verdict.Fail));
    }

    [Fact]
    public async Task The_key_is_shown_nowhere_and_sent_with_reports_alone()
    {
        var gets = new List<string>();
        var deviation = new Deviation("-", (call, next) =>
        {
            var reply = call["api_key"] == RightServer.Key ? TestReply.Error(403, $"{RightServer.Key} may not do that.") : next(call);
            gets.AddRange(call.IsPost ? [] : call.Query.Select(field => field.Value));
            return reply;
        });

        var report = await CheckedServer.RunAsync(deviation);

        Assert.Contains("C4.12", report.Ids(Verdict.Fail));
        Assert.DoesNotContain(RightServer.Key, gets);
        foreach (var format in new[] { "table", "json", "junit" })
        {
            Assert.DoesNotContain(RightServer.Key, ReportWriter.Write(report, format), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_key_only_its_absence_is_checked()
    {
        var report = await CheckedServer.RunAsync(change: options => options with { ApiKey = null });

        Assert.Empty(report.Of(Verdict.Fail));
        Assert.Equal(["C4.1", "C4.2"], report.Findings.Where(finding => finding.Rule.Chapter == "C4" && finding.Verdict == Verdict.Pass).Select(finding => finding.Rule.Id));
    }

    [Fact]
    public async Task An_attribute_may_depend_on_the_answer_to_the_list_before_it()
    {
        var deviation = new Deviation("-", (call, next) =>
            call.Form.Any(field => field.Name.StartsWith("attribute[PARTS]", StringComparison.Ordinal)) && call["attribute[KIND]"] != "new"
                ? TestReply.Error(400, "PARTS is not asked.")
                : next(call));

        Assert.Empty((await CheckedServer.RunAsync(deviation)).Of(Verdict.Fail));
    }

    [Fact]
    public async Task A_server_without_requests_is_reported_to_where_the_caller_says()
    {
        var deviation = new Deviation("-", (call, next) => next(call)) { Prepare = server => server.Requests.Clear() };

        var blind = await CheckedServer.RunAsync(deviation);
        Assert.Empty(blind.Of(Verdict.Fail));
        Assert.Contains("C4.12", blind.Ids(Verdict.Skipped));

        var told = await CheckedServer.RunAsync(deviation, options => options with { At = ("40.5", "-73.25"), Address = "1 Main Street", ServiceCode = "pothole" });
        Assert.Empty(told.Of(Verdict.Fail));
        Assert.DoesNotContain(told.Ids(Verdict.Skipped), id => id is "C4.12" or "C4.17");
    }
}
