using System.Net;
using Connect311.Api.Http;
using Connect311.Benchmarks.Faults;
using Connect311.Tests.Http;

namespace Connect311.Tests.ServiceRequests.Spool;

/// <summary>A spool has an end: then reports are refused, and nothing is half written.</summary>
public sealed class SpoolLimitTests : IDisposable
{
    private readonly SpoolWorld _world = new();

    [Fact]
    public async Task Beyond_its_limit_reports_are_refused_until_it_was_drained()
    {
        var node = _world.Node(change: node => node.With("Spool:MaxReports", "2"));
        using var app = node.App();
        await app.ReadAsync("/health/ready");
        _world.Cut();
        await app.SpooledAsync(Calls.Pothole);
        var last = (await app.SpooledAsync(Calls.Pothole)).Text("token");

        var refused = await app.SubmitAsync(Calls.Pothole);
        await refused.ProblemAsync(ProblemCode.DatabaseUnavailable);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("takes no reports", await SpoolNodesTests.NoteAsync(app));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.ReadAsync("/health/submissions")).StatusCode);

        _world.Mend();
        await SpoolWorld.DrainedAsync(node, last);
        await SpoolWorld.UntilAsync(node, () => app.SubmitAsync(Calls.Pothole), answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(3, await node.RequestsAsync());
    }

    [Fact]
    public async Task On_a_full_disk_reports_are_refused_and_what_was_acknowledged_is_stored()
    {
        var folder = Directory.CreateDirectory(_world.FolderOf("a")).FullName;
        if (Tool.TryRun("mount", "-t", "tmpfs", "-o", "size=1m", "connect311-spool", folder) is { } reason)
        {
            Assert.Skip(reason);
        }

        try
        {
            var node = _world.Node();
            using var app = node.App();
            await app.ReadAsync("/health/ready");
            _world.Cut();
            var (accepted, refused) = (0, 0);
            for (var i = 0; refused < 3; i++)
            {
                var answer = await app.SubmitAsync(Answers.Pothole(body => body["description"] = new string('x', 3_000)), $"disk-{i}");
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    accepted++;
                    continue;
                }

                await answer.ProblemAsync(ProblemCode.DatabaseUnavailable);
                Assert.NotNull(answer.Headers.RetryAfter);
                refused++;
            }

            Assert.True(accepted > 10, $"only {accepted} found room");
            _world.Mend();
            await SpoolWorld.UntilAsync(node, node.RequestsAsync, stored => stored == accepted);
            node.Dispose();
        }
        finally
        {
            Tool.Run("umount", "--lazy", folder);
        }
    }

    [Fact]
    public async Task Readiness_says_where_the_spool_lies_and_whether_it_is_in_use()
    {
        var node = _world.Node();
        using var app = node.App();
        Assert.Equal("", await SpoolNodesTests.NoteAsync(app));
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/submissions")).StatusCode);
        _world.Cut();
        await app.SpooledAsync(Calls.Pothole);
        node.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal("1 reports wait for the database, the oldest for 90 seconds.", await SpoolNodesTests.NoteAsync(app));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.ReadAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.ReadAsync("/health/submissions")).StatusCode);
        var metrics = await (await app.ReadAsync("/metrics")).TextAsync();
        Assert.Contains("connect311_spool_oldest_age_seconds{", metrics);
        Assert.Contains("connect311_spool_spooled_", metrics);
    }

    public void Dispose() => _world.Dispose();
}
