using System.Globalization;
using System.Text.RegularExpressions;
using Connect311.Api.Delivery;
using Connect311.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Delivery;

/// <summary>The program with a mail relay behind it, whose turns the tests take.</summary>
public sealed partial class MailWorld : IAsyncDisposable
{
    public MailWorld() => Application = new TestApplication()
        .With("Delivery:PublicAddress", "https://311.example.org/city")
        .With("Delivery:Mail:Host", "127.0.0.1")
        .With("Delivery:Mail:Port", Relay.Port.ToString(CultureInfo.InvariantCulture))
        .With("Delivery:Mail:Security", "none")
        .With("Delivery:Mail:From", "311@example.org")
        .With("Delivery:MaxAttempts", "2");

    public TestApplication Application { get; }

    internal SmtpServer Relay { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await Relay.DisposeAsync();
    }

    /// <summary>Makes and sends all that is due. The waits within a pipeline are of the clock that stands still: it is moved.</summary>
    public async Task TurnAsync()
    {
        var turn = Application.Services.GetRequiredService<DeliveryTurn>().RunAsync(Token);
        while (!turn.IsCompleted)
        {
            Application.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(turn, Task.Delay(1, Token));
        }

        await turn;
    }

    /// <summary>A report whose sender wants to be told by mail.</summary>
    public async Task<(string Number, string Key)> SubmittedAsync(string email = "ana@example.org", string language = "en", string type = "street-condition.pothole")
    {
        using var app = Application.App();
        var answer = await app.SubmittedAsync(
            $$$"""
            {"serviceType":"{{{type}}}","description":"Secret words.","location":{"latitude":40.67383,"longitude":-73.97054},
             "contact":{"name":"Ana Secret","email":"{{{email}}}","language":"{{{language}}}","notify":["email"]}}
            """);
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }

    /// <summary>The address of a report with its sender's mail address confirmed; the mail that asked is gone from the relay.</summary>
    public async Task<(string Number, string Key)> ConfirmedAsync(string language = "en", string type = "street-condition.pothole")
    {
        var submitted = await SubmittedAsync(language: language, type: type);
        await TurnAsync();
        Assert.True(Relay.Came.TryDequeue(out var asked));
        using var anybody = Application.Anybody();
        Assert.True((await anybody.PostAsync(LinkIn(asked.Mail.TextBody, "confirm"), null, Token)).IsSuccessStatusCode);
        return submitted;
    }

    /// <summary>Staff act on a report.</summary>
    public async Task ActAsync(string number, string action, string? body = null)
    {
        using var staff = Application.Staff("demo-operator");
        var seen = await (await staff.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        var done = await staff.ActAsync(number, action, $"\"{seen.GetProperty("version").GetInt32()}\"", body);
        Assert.True(done.IsSuccessStatusCode, await done.TextAsync());
    }

    /// <summary>The path of a link in a mail, behind the address of the city.</summary>
    public static string LinkIn(string? text, string kind) =>
        Link().Matches(text!).Select(match => match.Groups[1].Value).Single(path => path.Contains($"/subscriptions/{kind}/", StringComparison.Ordinal));

    [GeneratedRegex(@"https://311\.example\.org/city(/\S+)")]
    private static partial Regex Link();
}
