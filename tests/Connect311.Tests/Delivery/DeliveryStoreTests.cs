using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Devices.Links;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Subscriptions;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Delivery;

/// <summary>Events become deliveries, once each, and each ends as its target answers.</summary>
public abstract class DeliveryStoreTests : FreshDatabaseTests
{
    private readonly FakeTimeProvider _time = new(Noon.AddHours(1));

    protected DeliveryStoreTests(TestDatabase fresh)
        : base(fresh)
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_phone_is_told_of_what_staff_do_with_its_reports_and_of_nothing_else()
    {
        var (world, device, id) = await FollowedAsync();
        var other = (await Fresh.Database.StoredAsync(NewRequest())).Row.Id;
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        Assert.True(await Fresh.Database.ActAsync(other, Lifecycle.Acknowledge));
        await world.TurnAsync();

        var message = Assert.Single(world.Outside.Came);
        Assert.Equal((id, EventKind.Acknowledged, $"token-of-{device}"), (message.Number.Id, message.Topic, message.To.To));
        Assert.Null(message.Text);
        var sent = Assert.Single(await world.InAsync(DeliveryState.Sent));
        Assert.Equal((2, 1, _time.GetUtcNow()), (sent.EventNumber, sent.Attempts, sent.DoneAt!.Value));
        await world.TurnAsync();
        Assert.Single(world.Outside.Came);
    }

    [Fact]
    public async Task A_phone_that_puts_its_pushes_many_times_at_once_is_told_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var world = await DeliveryWorld.OfAsync(Fresh.Database, _time);
            var device = await Fresh.Database.DeviceAsync();
            var nodes = Enumerable.Range(0, 6).Select(_ => world.Beside(Fresh.Open())).ToList();
            using var start = new ManualResetEventSlim();
            var puts = nodes.Select(node => Task.Run(() =>
            {
                start.Wait(Token);
                return node.PushAsync(device);
            })).ToList();
            start.Set();
            await Task.WhenAll(puts);
            Assert.True((await world.Subscriptions.FindAsync(device, Token))!.Lives());
        }
    }

    [Fact]
    public async Task Chosen_events_alone_are_told()
    {
        var (world, _, id) = await FollowedAsync(row => row with { Topics = Topic.Store([EventKind.Closed]) });
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Close, "fixed"));
        await world.TurnAsync();
        Assert.Equal(EventKind.Closed, Assert.Single(world.Outside.Came).Topic);
    }

    [Fact]
    public async Task Two_nodes_with_the_same_page_write_it_once()
    {
        var (world, _, id) = await FollowedAsync();
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        var nodes = Enumerable.Range(0, 4).Select(_ => world.Beside(Fresh.Open())).ToList();
        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.FanOut.PageAsync(Token))));
        Assert.Single(await world.InAsync(DeliveryState.Waiting));
        Assert.False(await world.FanOut.IsBehindAsync(Token));
    }

    [Fact]
    public async Task Of_many_that_take_one_delivery_one_has_it_and_notes_how_it_ended()
    {
        var (world, _, id) = await FollowedAsync();
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.FanOut.RunAsync(Token);
        var due = Assert.Single(await world.Store.DueAsync(10, Token));
        var until = _time.GetUtcNow() + Courier.TakenFor;
        var took = (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Store.TakeAsync(due, until, Token))))).OfType<DeliveryRow>();
        var mine = Assert.Single(took);

        Assert.False(await world.Store.EndAsync(due, DeliveryState.Sent, null, null, null, Token));
        Assert.True(await world.Store.EndAsync(mine, DeliveryState.Sent, null, null, null, Token));
        Assert.False(await world.Store.EndAsync(mine, DeliveryState.Dead, "late", null, null, Token));
        Assert.Equal(DeliveryState.Sent, (await world.Store.FindAsync(due.Position, due.SubscriptionId, Token))!.State);
    }

    [Fact]
    public async Task Whoever_crashed_between_the_target_and_the_note_sends_again_under_the_same_id()
    {
        var (world, _, id) = await FollowedAsync();
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.TurnAsync();
        await Fresh.Database.WriteAsync(
            new Write().Run("UPDATE Delivery SET State = 'sending', NextAttemptAt = @at, DoneAt = NULL;", new { at = _time.GetUtcNow() + Courier.TakenFor }), Token);

        await world.TurnAsync();
        Assert.Single(world.Outside.Came);
        _time.Advance(Courier.TakenFor);
        await world.TurnAsync();
        Assert.Equal(2, world.Outside.Came.Count);
        Assert.Single(world.Outside.Came.Select(message => message.Id).Distinct());
        Assert.Single(await world.InAsync(DeliveryState.Sent));
    }

    [Fact]
    public async Task What_fails_waits_longer_each_time_and_is_dead_in_the_end_and_can_be_sent_anew()
    {
        var (world, _, id) = await FollowedAsync();
        world.Outside.Answer = _ => new SendResult.Later("http-503");
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.TurnAsync();
        var waits = new List<TimeSpan>();
        for (var row = await OnlyAsync(world, DeliveryState.Waiting); row is not null; row = await OnlyAsync(world, DeliveryState.Waiting))
        {
            waits.Add(row.NextAttemptAt - _time.GetUtcNow());
            _time.Advance(waits[^1]);
            await world.TurnAsync();
        }

        Assert.Equal(2, waits.Count);
        Assert.InRange(waits[0].TotalSeconds, 22.5, 37.5);
        Assert.InRange(waits[1].TotalSeconds, 45, 75);
        var dead = (await OnlyAsync(world, DeliveryState.Dead))!;
        Assert.Equal((3, "http-503"), (dead.Attempts, dead.Failure));

        world.Outside.Answer = _ => new SendResult.Sent();
        var admin = new Actor("an-admin", Role.Admin);
        Assert.True(await world.Store.ReplayAsync(dead, admin, Token));
        Assert.False(await world.Store.ReplayAsync(dead, admin, Token));
        await world.TurnAsync();
        Assert.NotNull(await OnlyAsync(world, DeliveryState.Sent));
        Assert.Single(world.Outside.Came.Select(message => message.Id).Distinct());
        var line = Assert.Single(await new AuditLog(Fresh.Database, _time).PageAsync(null, $"delivery:{DeliveryView.IdOf(dead)}", AuditLog.End, 10, Token));
        Assert.Equal(AuditAction.ReplayDelivery, line.Action);
    }

    [Fact]
    public async Task What_could_not_be_tried_counts_as_no_try()
    {
        var (world, _, id) = await FollowedAsync();
        world.Outside.Answer = _ => new SendResult.NotTried("circuit-open");
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        for (var i = 0; i < 5; i++)
        {
            await world.TurnAsync();
            Assert.Equal((0, "circuit-open"), ((await OnlyAsync(world, DeliveryState.Waiting))!.Attempts, (await OnlyAsync(world, DeliveryState.Waiting))!.Failure));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        world.Outside.Answer = _ => new SendResult.Sent();
        await world.TurnAsync();
        Assert.Equal(1, (await OnlyAsync(world, DeliveryState.Sent))!.Attempts);
    }

    [Fact]
    public async Task Where_nobody_is_any_more_the_subscription_ends_and_its_address_is_erased()
    {
        var (world, device, id) = await FollowedAsync();
        world.Outside.Answer = _ => new SendResult.Gone("unregistered");
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.TurnAsync();
        Assert.Equal("unregistered", (await OnlyAsync(world, DeliveryState.Dropped))!.Failure);
        var ended = (await world.Subscriptions.FindAsync(device, Token))!;
        Assert.False(ended.Lives());
        Assert.Null(ended.SealedAddress);

        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Close, "fixed"));
        await world.TurnAsync();
        Assert.Single(world.Outside.Came);
        await world.PushAsync(device);
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Reopen));
        await world.TurnAsync();
        Assert.Equal(EventKind.Reopened, world.Outside.Came.Last().Topic);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_that_is_refused_for_ever_ends_the_subscription_and_the_message_stays_in_sight(bool isOfAddress)
    {
        var (world, device, id) = await FollowedAsync();
        world.Outside.Answer = _ => new SendResult.Refused("http-400", isOfAddress);
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.TurnAsync();
        Assert.Equal("http-400", (await OnlyAsync(world, DeliveryState.Dead))!.Failure);
        Assert.Equal(!isOfAddress, (await world.Subscriptions.FindAsync(device, Token))!.Lives());
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Close, "fixed"));
        await world.TurnAsync();
        Assert.Equal(isOfAddress ? 1 : 2, world.Outside.Came.Count);
    }

    [Fact]
    public async Task A_late_word_that_an_old_address_is_gone_leaves_the_new_one()
    {
        var (world, device, id) = await FollowedAsync();
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.FanOut.RunAsync(Token);
        world.Outside.Answer = message =>
        {
            // While the push service thinks, the phone gets another token.
            world.PushAsync(device, row => row with { AddressHash = world.Addresses.HashOf(TargetKind.Fcm, "new"), SealedAddress = world.Addresses.Seal(new("new")) })
                .Wait(Token);
            return new SendResult.Gone("unregistered");
        };
        await world.TurnAsync();
        Assert.NotNull(await OnlyAsync(world, DeliveryState.Dropped));
        Assert.True((await world.Subscriptions.FindAsync(device, Token))!.Lives());

        world.Outside.Answer = _ => new SendResult.Sent();
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Close, "fixed"));
        await world.TurnAsync();
        Assert.Equal("new", world.Outside.Came.Last().To.To);
    }

    [Fact]
    public async Task Quiet_hours_hold_a_message_back_without_a_try()
    {
        // It is 13:00 in New York.
        var (world, _, id) = await FollowedAsync(row => row with { QuietFrom = 12 * 60, QuietUntil = 14 * 60, TimeZone = "America/New_York" });
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.TurnAsync();
        var held = (await OnlyAsync(world, DeliveryState.Waiting))!;
        Assert.Equal((0, _time.GetUtcNow().AddHours(1)), (held.Attempts, held.NextAttemptAt));
        Assert.Empty(world.Outside.Came);
        _time.Advance(TimeSpan.FromHours(1));
        await world.TurnAsync();
        Assert.Single(world.Outside.Came);
    }

    [Fact]
    public async Task What_was_taken_off_the_phone_meanwhile_is_not_told()
    {
        var (world, device, id) = await FollowedAsync();
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.FanOut.RunAsync(Token);
        Assert.True(await new LinkStore(Fresh.Database).RemoveAsync(device, new(id), Token));
        await world.TurnAsync();
        Assert.Empty(world.Outside.Came);
        Assert.Equal("report-removed", (await OnlyAsync(world, DeliveryState.Dropped))!.Failure);
    }

    [Fact]
    public async Task Who_only_follows_a_report_hears_nothing_more_once_it_is_confidential()
    {
        var (world, device, id) = await FollowedAsync();
        Assert.True(await new LinkStore(Fresh.Database).RemoveAsync(device, new(id), Token));
        Assert.True(await new LinkStore(Fresh.Database).FollowAsync(device, new(id), Token));
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.TurnAsync();
        Assert.Single(world.Outside.Came);
        await Fresh.Database.WriteAsync(new Write().Run("UPDATE ServiceRequest SET Visibility = 'confidential' WHERE Id = @id;", new { id }), Token);
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Start));
        await world.TurnAsync();
        Assert.Single(world.Outside.Came);
        Assert.Equal("report-removed", (await OnlyAsync(world, DeliveryState.Dropped))!.Failure);
    }

    [Fact]
    public async Task What_the_outbox_said_is_out_of_it_once_it_was_seen()
    {
        var world = await DeliveryWorld.OfAsync(Fresh.Database, _time);
        var request = await Fresh.Database.StoredAsync(NewRequest(wantsNotice: true));
        Assert.Equal(1, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM Outbox WHERE RequestId = @value;", request.Row.Id));
        await world.TurnAsync();
        Assert.Equal(0, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM Outbox WHERE RequestId = @value;", request.Row.Id));
        Assert.Equal(0, await Fresh.Database.CountAsync("SELECT COUNT(*) FROM Subscription WHERE RequestId = @value;", request.Row.Id));
    }

    [Fact]
    public async Task What_was_done_long_ago_is_deleted_and_not_sent_again()
    {
        var (world, _, id) = await FollowedAsync();
        Assert.True(await Fresh.Database.ActAsync(id, Lifecycle.Acknowledge));
        await world.TurnAsync();
        Assert.Equal(0, await world.Store.DeleteOldAsync(_time.GetUtcNow(), 10, Token));
        Assert.Equal(1, await world.Store.DeleteOldAsync(_time.GetUtcNow().AddSeconds(1), 10, Token));
        await world.TurnAsync();
        Assert.Single(world.Outside.Came);
    }

    private static async Task<DeliveryRow?> OnlyAsync(DeliveryWorld world, string state) => (await world.InAsync(state)).SingleOrDefault();

    /// <summary>A report on a device that takes pushes.</summary>
    private async Task<(DeliveryWorld World, string Device, long Id)> FollowedAsync(Func<SubscriptionRow, SubscriptionRow>? change = null)
    {
        var world = await DeliveryWorld.OfAsync(Fresh.Database, _time);
        var device = await Fresh.Database.DeviceAsync();
        await world.PushAsync(device, change);
        var request = await Fresh.Database.StoredAsync(OnDevice(NewRequest(), device));
        return (world, device, request.Row.Id);
    }
}

public sealed class SqliteDeliveryStoreTests() : DeliveryStoreTests(new SqliteTestDatabase());

public sealed class SqlServerDeliveryStoreTests() : DeliveryStoreTests(new SqlServerTestDatabase());
