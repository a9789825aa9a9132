using System.Net;
using System.Text;
using Connect311.Api.Delivery;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Subscriptions;
using Connect311.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Connect311.Tests.Delivery;

/// <summary>Whoever reported something is told by mail: asked first, and never again once they said so.</summary>
public sealed class MailTests : IAsyncDisposable
{
    private readonly MailWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Nothing_but_the_asking_is_sent_before_the_address_confirms()
    {
        var (number, _) = await _world.SubmittedAsync();
        await _world.TurnAsync();
        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        var (to, asked) = Assert.Single(_world.Relay.Came);
        Assert.Equal("ana@example.org", to);
        Assert.Equal("Do you want messages about a report to New York City 311?", asked.Subject);
        Assert.DoesNotContain(number, asked.ToString(), StringComparison.Ordinal);
        AssertNothingPersonal(asked);

        // To look changes nothing: mail scanners open links.
        using var anybody = _world.Application.Anybody();
        var link = MailWorld.LinkIn(asked.TextBody, "confirm");
        for (var i = 0; i < 2; i++)
        {
            var page = await anybody.ReadAsync(link);
            Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
            Assert.Contains("<form method=\"post\">", await page.TextAsync(), StringComparison.Ordinal);
        }

        await _world.ActAsync(number, "start");
        await _world.TurnAsync();
        Assert.Single(_world.Relay.Came);
        Assert.Equal(HttpStatusCode.OK, (await anybody.PostAsync(link, null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anybody.PostAsync(link, null, Token)).StatusCode);
        await _world.ActAsync(number, "close", """{"outcome":"fixed"}""");
        await _world.TurnAsync();
        var told = _world.Relay.Came.Last().Mail;
        Assert.Equal(2, _world.Relay.Came.Count);
        Assert.Equal($"News of your report {number}", told.Subject);
        Assert.StartsWith("Your report was closed.", told.TextBody, StringComparison.Ordinal);
        Assert.Contains($"https://311.example.org/city/v1/public/service-requests/{number}", told.TextBody, StringComparison.Ordinal);
        AssertNothingPersonal(told);
    }

    [Fact]
    public async Task One_click_ends_it_without_a_login_and_a_look_does_not()
    {
        var (number, _) = await _world.ConfirmedAsync();
        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        var mail = Assert.Single(_world.Relay.Came).Mail;
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        var link = MailWorld.LinkIn(mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>'), "stop");

        using var anybody = _world.Application.Anybody();
        Assert.Contains("<form", await (await anybody.ReadAsync(link)).TextAsync(), StringComparison.Ordinal);
        await _world.ActAsync(number, "start");
        await _world.TurnAsync();
        Assert.Equal(2, _world.Relay.Came.Count);
        using var click = new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.OK, (await anybody.PostAsync(link, click, Token)).StatusCode);
        Assert.DoesNotContain("<form", await (await anybody.ReadAsync(link)).TextAsync(), StringComparison.Ordinal);
        await _world.ActAsync(number, "close", """{"outcome":"fixed"}""");
        await _world.TurnAsync();
        Assert.Equal(2, _world.Relay.Came.Count);
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM Subscription WHERE SealedAddress IS NOT NULL;"));
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.PostAsync(link + "x", null, Token)).StatusCode);
    }

    [Fact]
    public async Task Each_mail_has_an_id_of_its_own_which_is_the_same_when_it_is_sent_again()
    {
        var (number, _) = await _world.ConfirmedAsync();
        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        await _world.ActAsync(number, "start");
        await _world.TurnAsync();
        await WriteAsync("UPDATE Delivery SET State = 'waiting', NextAttemptAt = 0 WHERE State = 'sent' AND Position > 0;");
        await _world.TurnAsync();
        var ids = _world.Relay.Came.Select(one => one.Mail.MessageId).ToList();
        Assert.Equal((4, 2), (ids.Count, ids.Distinct().Count()));
        Assert.All(ids, id => Assert.EndsWith("@example.org", id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("550 no such user", DeliveryState.Dropped, "smtp-550")]
    [InlineData("550 5.1.1 no such user", DeliveryState.Dropped, "smtp-550")]
    [InlineData("550 5.7.1 relaying denied", DeliveryState.Dead, "smtp-550")]
    [InlineData("450 mailbox busy", DeliveryState.Waiting, "smtp-450")]
    public async Task What_the_relay_says_of_the_recipient_decides(string answer, string state, string failure)
    {
        var (number, _) = await _world.ConfirmedAsync();
        _world.Relay.ToRecipient = answer;
        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        var row = await DeliveryAsync(state);
        Assert.Equal((failure, 1), (row.Failure, row.Attempts));
        Assert.Equal(state == DeliveryState.Dropped ? 0 : 1, await CountAsync("SELECT COUNT(*) FROM Subscription WHERE EndedAt IS NULL AND SealedAddress IS NOT NULL;"));
    }

    [Fact]
    public async Task Recipients_that_have_to_wait_hold_up_no_other()
    {
        for (var i = 0; i < 12; i++)
        {
            _world.Relay.ToOthers[$"grey{i}@example.org"] = "451 4.7.1 greylisted, come back in five minutes";
            await _world.SubmittedAsync($"grey{i}@example.org");
        }

        await _world.TurnAsync();
        Assert.Equal(12, _world.Relay.Asked);
        await _world.SubmittedAsync("ben@example.org");
        await _world.TurnAsync();
        Assert.Equal("ben@example.org", Assert.Single(_world.Relay.Came).To);
    }

    [Fact]
    public async Task What_the_relay_will_never_take_is_dead_and_an_admin_sends_it_anew()
    {
        var (number, _) = await _world.ConfirmedAsync();
        _world.Relay.ToMail = "554 looks like spam";
        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        using var admin = _world.Application.Staff("demo-admin");
        var listed = Assert.Single((await (await admin.ReadAsync("/v1/admin/deliveries?state=dead")).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal(("smtp-554", "email", number, "acknowledged"), (listed.Text("failure"), listed.Text("target"), listed.Text("trackingNumber"), listed.Text("event")));
        Assert.DoesNotContain("ana@", listed.GetRawText(), StringComparison.Ordinal);

        _world.Relay.ToMail = "250 taken";
        var path = $"/v1/admin/deliveries/{listed.Text("id")}/replay";
        Assert.Equal("waiting", (await (await admin.PostJsonAsync(path, null)).JsonAsync()).Text("state"));
        await _world.TurnAsync();
        Assert.Equal("sent", (await (await admin.PostJsonAsync(path, null)).JsonAsync()).Text("state"));
        Assert.Single(_world.Relay.Came);
        Assert.Empty((await (await admin.ReadAsync("/v1/admin/deliveries")).JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_relay_that_hangs_up_gets_it_again_until_it_is_dead()
    {
        var (number, _) = await _world.ConfirmedAsync();
        _world.Relay.HangsUp = true;
        _world.Relay.Read.Clear();
        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        Assert.Equal("answer-lost", (await DeliveryAsync(DeliveryState.Waiting)).Failure);

        // It may have the mail: it is not handed over again at once.
        Assert.Single(_world.Relay.Read);
        _world.Application.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.TurnAsync();
        Assert.Equal(2, (await DeliveryAsync(DeliveryState.Dead)).Attempts);
        Assert.Equal(2, _world.Relay.Read.Count);
        Assert.Single(_world.Relay.Read.Distinct());
        using var anybody = _world.Application.Anybody();
        var metrics = await (await anybody.ReadAsync("/metrics")).TextAsync();
        Assert.Contains("connect311_delivery_tries", metrics, StringComparison.Ordinal);
        Assert.Contains("connect311_delivery_dead", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_in_the_language_of_whoever_is_told_and_few()
    {
        foreach (var language in Texts.AllLanguages)
        {
            var (number, _) = await _world.ConfirmedAsync(language);
            await _world.ActAsync(number, "close", """{"outcome":"fixed"}""");
            await _world.TurnAsync();
            Assert.True(_world.Relay.Came.TryDequeue(out var came));
            Assert.StartsWith(Texts.OfMessage("closed", language), came.Mail.TextBody, StringComparison.Ordinal);
            Assert.Equal(language, came.Mail.Body!.Headers[HeaderId.ContentLanguage]);
            Assert.DoesNotContain('{', came.Mail.TextBody!);
            _world.Application.Time.Skip(TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public async Task Every_event_has_a_sentence_in_every_language()
    {
        var (number, _) = await _world.ConfirmedAsync();
        var messages = _world.Application.Services.GetRequiredService<Messages>();
        Assert.True(TrackingNumber.Read(number, out var read) == TrackingNumber.Reading.Readable);
        var row = await _world.Application.Database.FindAsync<SubscriptionRow>(SubscriptionSql.Sqlite.Find, new { Id = await IdAsync() }, Token);
        foreach (var language in Texts.AllLanguages)
        {
            foreach (var topic in Topic.All)
            {
                var delivery = new DeliveryRow
                {
                    Position = 9,
                    SubscriptionId = row!.Id,
                    Target = TargetKind.Email,
                    RequestId = read.Id,
                    EventNumber = 2,
                    Topic = topic,
                    CreatedAt = TestApplication.Noon,
                    NextAttemptAt = TestApplication.Noon,
                };
                var message = messages.TryMake(delivery, new(row with { Language = language }, "public", false, "weather", true))!;
                var secret = messages.TryMake(delivery, new(row with { Language = language }, "confidential", false, "weather", true))!;
                Assert.DoesNotContain('{', message.Text!);
                Assert.True(message.Text!.Length < 900, message.Text);
                Assert.StartsWith(Texts.OfMessage("news", language), secret.Text!, StringComparison.Ordinal);
                Assert.NotEqual(Texts.OfMessage("news", language), message.Text!.Split('\n')[0]);
            }
        }
    }

    [Fact]
    public async Task A_forgotten_resident_is_told_nothing_and_the_address_is_gone()
    {
        var (number, key) = await _world.ConfirmedAsync();
        await _world.ActAsync(number, "acknowledge");
        using var owner = _world.Application.ClientFor(ReporterKeys.Header, key);
        Assert.True((await owner.PostJsonAsync($"/v1/public/service-requests/{number}/forget", null)).IsSuccessStatusCode);
        await _world.TurnAsync();
        Assert.Empty(_world.Relay.Came);
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM Subscription WHERE SealedAddress IS NOT NULL OR AddressHash <> '' OR EndedAt IS NULL;"));
    }

    [Fact]
    public async Task A_forgotten_resident_may_have_the_same_address_asked_anew()
    {
        var (number, key) = await _world.ConfirmedAsync();
        using var owner = _world.Application.ClientFor(ReporterKeys.Header, key);
        var path = $"/v1/public/service-requests/{number}";
        for (var i = 0; i < 2; i++)
        {
            Assert.True((await owner.PostJsonAsync($"{path}/forget", null)).IsSuccessStatusCode);
            Assert.Equal(HttpStatusCode.OK, (await owner.PostJsonAsync($"{path}/subscriptions", null, """{"email":"ana@example.org"}""")).StatusCode);
            await _world.TurnAsync();
            Assert.True(_world.Relay.Came.TryDequeue(out var asked));
            Assert.Equal(HttpStatusCode.OK, (await owner.PostAsync(MailWorld.LinkIn(asked.Mail.TextBody, "confirm"), null, Token)).StatusCode);
        }

        await _world.ActAsync(number, "acknowledge");
        await _world.TurnAsync();
        Assert.Equal($"News of your report {number}", Assert.Single(_world.Relay.Came).Mail.Subject);
    }

    [Fact]
    public async Task To_be_forgotten_again_and_again_has_nobody_asked_more_often()
    {
        var (number, key) = await _world.SubmittedAsync("ben@example.org");
        using var owner = _world.Application.ClientFor(ReporterKeys.Header, key);
        var path = $"/v1/public/service-requests/{number}";
        await _world.TurnAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await owner.PostJsonAsync($"{path}/forget", null)).IsSuccessStatusCode);
            var asked = await owner.PostJsonAsync($"{path}/subscriptions", null, """{"email":"ben@example.org"}""");
            Assert.Equal(i == 0 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, asked.StatusCode);
            await _world.TurnAsync();
            Assert.Equal(2, _world.Relay.Came.Count);
        }
    }

    [Fact]
    public async Task No_address_is_asked_more_than_twice_in_thirty_days_by_all_reports_together()
    {
        for (var i = 0; i < 5; i++)
        {
            await _world.SubmittedAsync();
        }

        await _world.TurnAsync();
        Assert.Equal(2, _world.Relay.Came.Count);
        await _world.SubmittedAsync();
        await _world.SubmittedAsync("ben@example.org");
        await _world.TurnAsync();
        Assert.Equal("ben@example.org", Assert.Single(_world.Relay.Came.Skip(2)).To);
        _world.Application.Time.Advance(TimeSpan.FromDays(31));
        await _world.SubmittedAsync();
        await _world.TurnAsync();
        Assert.Equal("ana@example.org", Assert.Single(_world.Relay.Came.Skip(3)).To);
    }

    [Fact]
    public async Task Reports_that_ask_an_address_at_once_have_it_asked_no_more_often()
    {
        var store = _world.Application.Services.GetRequiredService<SubscriptionStore>();
        var addresses = _world.Application.Services.GetRequiredService<Addresses>();
        var hash = addresses.HashOf(TargetKind.Email, "ben@example.org");
        for (var i = 0; i < 4; i++)
        {
            using var app = _world.Application.App();
            Assert.True(TrackingNumber.Read((await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber"), out var number) == TrackingNumber.Reading.Readable);

            // As of calls that all looked before any of them wrote.
            Assert.True(await store.AskAsync(
                new()
                {
                    Id = Addresses.IdOf(number.Id, TargetKind.Email, hash),
                    Target = TargetKind.Email,
                    RequestId = number.Id,
                    AddressHash = hash,
                    SealedAddress = addresses.Seal(new("ben@example.org")),
                    Language = "en",
                    Asked = 1,
                    AskedAt = _world.Application.Time.GetUtcNow(),
                },
                Token));
        }

        await _world.TurnAsync();
        Assert.Equal(2, _world.Relay.Came.Count);
    }

    [Fact]
    public async Task A_link_to_confirm_is_good_for_a_week()
    {
        await _world.SubmittedAsync();
        await _world.TurnAsync();
        var link = MailWorld.LinkIn(Assert.Single(_world.Relay.Came).Mail.TextBody, "confirm");
        _world.Application.Time.Skip(SubscriptionStore.ConfirmWithin);
        using var anybody = _world.Application.Anybody();
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.PostAsync(link, null, Token)).StatusCode);
        _world.Application.Time.Advance(TimeSpan.FromSeconds(1));
        var sweep = _world.Application.Services.GetRequiredService<DeliverySweep>();
        Assert.Equal(1, await sweep.RunAsync(isDry: true, Token));
        Assert.Equal(1, await sweep.RunAsync(isDry: false, Token));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM Subscription WHERE SealedAddress IS NOT NULL;"));
    }

    private static void AssertNothingPersonal(MimeMessage mail)
    {
        var text = mail.Subject + mail.TextBody;
        Assert.All(["Ana", "Secret", "40.67", "73.97", "pothole", "ana@"], word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }

    private Task<int> CountAsync(string sql) => _world.Application.Database.FindAsync<int>(sql, null, Token);

    private async Task<string> IdAsync() => (await _world.Application.Database.FindAsync<string>("SELECT Id FROM Subscription;", null, Token))!;

    private Task<bool> WriteAsync(string sql) => _world.Application.Database.WriteAsync(new Api.Databases.Write().Run(sql, new { }), Token);

    private async Task<DeliveryRow> DeliveryAsync(string state) => Assert.Single(
        await _world.Application.Services.GetRequiredService<DeliveryStore>().PageAsync(state, (0, ""), 10, Token));
}
