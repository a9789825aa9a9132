using System.Net;
using Connect311.Api.Http;
using Connect311.Tests.Http;

namespace Connect311.Tests.ServiceRequests.Spool;

/// <summary>Who may have a report spooled, from where, and what of it any node knows.</summary>
public sealed class SpoolNodesTests : IDisposable
{
    private readonly SpoolWorld _world = new();

    [Fact]
    public async Task Copies_on_two_nodes_have_one_token_and_become_one_request()
    {
        var (here, there) = (_world.Node("a"), _world.Node("b"));
        using var app = here.App();
        using var other = there.App();
        await app.SubmittedAsync(Calls.Pothole);
        await other.ReadAsync("/health/ready");
        _world.Cut();
        var token = (await app.SpooledAsync(Calls.Pothole, "roaming")).Text("token");
        Assert.Equal(token, (await other.SpooledAsync(Calls.Pothole, "roaming")).Text("token"));
        _world.Mend();

        var numbers = new List<string>();
        foreach (var node in new[] { here, there })
        {
            numbers.Add((await (await SpoolWorld.DrainedAsync(node, token)).JsonAsync()).Text("trackingNumber"));
            await SpoolWorld.UntilAsync(node, () => IsEmptyAsync(node), isEmpty => isEmpty);
        }

        Assert.Single(numbers.Distinct());
        Assert.Equal(2, await here.RequestsAsync());
    }

    [Fact]
    public async Task An_app_key_that_this_node_has_seen_is_believed_for_some_hours_and_no_other()
    {
        var node = _world.Node(change: node => node.With("Spool:KeyHours", "2"));
        using var seen = await node.KeyedAppAsync();
        using var unseen = await node.KeyedAppAsync();
        using var operators = node.Staff("demo-operator");
        await seen.SubmittedAsync(Calls.Pothole);
        node.Time.Advance(TimeSpan.FromMinutes(119));
        _world.Cut();

        await seen.SpooledAsync(Calls.Pothole);
        await (await unseen.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.DatabaseUnavailable);
        await (await operators.ReadAsync("/v1/departments/DOT/queue")).ProblemAsync(ProblemCode.DatabaseUnavailable);
        node.Time.Advance(TimeSpan.FromMinutes(1));
        await (await seen.SubmitAsync(Calls.Pothole)).ProblemAsync(ProblemCode.DatabaseUnavailable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_spooled_report_comes_to_its_device_unless_that_was_ended_meanwhile(bool isEnded)
    {
        var node = _world.Node();
        using var app = node.App();
        var (_, token) = await app.DeviceAsync();
        _world.Cut();
        var response = await app.AsDeviceAsync(token, HttpMethod.Post, "/v1/service-requests", Calls.Pothole, ("Idempotency-Key", "device"));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var spooled = (await response.JsonAsync()).Text("token");
        _world.Mend();
        if (isEnded)
        {
            Assert.True((await app.AsDeviceAsync(token, HttpMethod.Delete, "/v1/devices/me")).IsSuccessStatusCode);
        }

        var number = (await (await SpoolWorld.DrainedAsync(node, spooled)).JsonAsync()).Text("trackingNumber");

        var links = await _world.QueryAsync<long>("SELECT COUNT(*) FROM DeviceLink WHERE IsLinked = 1");
        Assert.Equal(isEnded ? 0 : 1, Assert.Single(links));
        if (!isEnded)
        {
            Assert.Equal([number], (await app.SyncAsync(token)).NumbersOf());
        }
    }

    [Fact]
    public async Task A_report_that_was_spooled_for_another_database_is_not_stored_in_this_one()
    {
        var node = _world.Node();
        using (var app = node.App())
        {
            await app.ReadAsync("/health/ready");
            _world.Cut();
            await app.SpooledAsync(Calls.Pothole);
        }

        node.Dispose();
        using var elsewhere = new SpoolWorld();
        var other = elsewhere.Node(change: it => it.With("Spool:Folder", _world.FolderOf("a")).With("KeyRing:Folder", _world.KeyRing));
        using var anybody = other.Anybody();
        await SpoolWorld.UntilAsync(other, () => NoteAsync(anybody), note => note.Contains("1 reports in the spool were refused", StringComparison.Ordinal));
        Assert.Equal(0, await other.RequestsAsync());
        other.Dispose();

        _world.Mend();
        var back = _world.Node();
        await SpoolWorld.UntilAsync(back, back.RequestsAsync, stored => stored == 1);
    }

    public void Dispose() => _world.Dispose();

    internal static async Task<string> NoteAsync(HttpClient anybody)
    {
        var notes = (await (await anybody.ReadAsync("/health/ready")).JsonAsync()).GetProperty("notes");
        return notes.TryGetProperty("spool", out var note) ? note.GetString()! : "";
    }

    private static async Task<bool> IsEmptyAsync(TestApplication node)
    {
        using var anybody = node.Anybody();
        return await NoteAsync(anybody) == "";
    }
}
