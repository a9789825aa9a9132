using System.Collections.Concurrent;
using Connect311.Api.ServiceRequests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connect311.Tests.Http;

/// <summary>What a resident wrote is in no public answer, no log and no metric.</summary>
public sealed class PrivacyTests : IDisposable
{
    private const string Marker = "MARKER";

    private readonly LogLines _log = new();
    private readonly TestApplication _application;

    public PrivacyTests() => _application = new TestApplication()
        .With("Logging:LogLevel:Default", "Trace")
        .With("Logging:LogLevel:Microsoft.AspNetCore", "Trace")
        .With("Logging:Console:LogLevel:Default", "None")
        .Replacing(services => services.AddSingleton<ILoggerProvider>(_log));

    [Fact]
    public async Task Nothing_personal_is_in_public_answers_logs_or_metrics()
    {
        using var app = _application.App();
        var answer = await app.SubmittedAsync(Marked("consumer-complaint.restaurant"), "MARKER-idempotency");
        await app.SubmitAsync(Marked("no-such-type"));
        await app.SubmitAsync(Marked("crisis-988"));
        await app.SubmitAsync(Marked("consumer-complaint.restaurant")[..^3]);
        var number = answer.Text("trackingNumber");
        var answers = new List<string> { answer.ToString() };
        foreach (var client in new[] { _application.Anybody(), _application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey")) })
        {
            foreach (var path in new[] { $"/{number}", $"?numbers={number}", $"/{number}/", $"/{number}/history" })
            {
                answers.Add(await (await client.ReadAsync("/v1/public/service-requests" + path)).TextAsync());
            }

            answers.Add(await (await client.ReadAsync("/metrics")).TextAsync());
            answers.Add(await (await client.ReadAsync("/health/ready")).TextAsync());
        }

        Assert.All(answers, text => Assert.DoesNotContain(Marker, text, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(_log.All);
        Assert.All(_log.All, line => Assert.DoesNotContain(Marker, line, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_staff_correct_is_in_no_public_answer_log_or_metric()
    {
        using var app = _application.App();
        using var operators = _application.Staff("demo-operator");
        var answer = await app.SubmittedAsync(Calls.Pothole);
        var number = answer.Text("trackingNumber");
        const string corrected =
            """
            {"serviceType":"consumer-complaint.restaurant","location":{"latitude":40.7484321,"longitude":-73.9856789},"note":"MARKER-note",
             "address":{"text":"MARKER-address","unit":"MARKER-unit"},"answers":{"business-name":"MARKER-answer"}}
            """;
        Assert.True((await operators.CorrectAsync(number, "\"1\"", corrected)).IsSuccessStatusCode);
        await operators.CorrectAsync(number, "\"1\"", corrected);
        await operators.CorrectAsync(number, "\"2\"", corrected[..^3]);
        await operators.CorrectAsync(number, "\"2\"", corrected.Replace("business-name", "MARKER-question", StringComparison.Ordinal));
        await operators.ActAsync(number, "rerouting/accept", "\"2\"", """{"note":"MARKER-note"}""");
        var answers = new List<string>();
        foreach (var client in new[] { _application.Anybody(), _application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey")) })
        {
            foreach (var path in new[] { $"/{number}", $"?numbers={number}" })
            {
                answers.Add(await (await client.ReadAsync("/v1/public/service-requests" + path)).TextAsync());
            }

            answers.Add(await (await client.ReadAsync("/metrics")).TextAsync());
        }

        Assert.Contains("\"rerouted\"", answers[0]);
        Assert.All(answers.Concat(_log.All), text =>
        {
            Assert.DoesNotContain(Marker, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("40.7484321", text);
        });
        var contact = await _application.Database.FindAsync<string>("SELECT Content FROM Contact;", null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Marker, contact!, StringComparison.OrdinalIgnoreCase);
        var events = await _application.Database.FindAsync<string>(
            "SELECT group_concat(Data || Digests) FROM ServiceRequestEvent;", null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Marker, events!, StringComparison.OrdinalIgnoreCase);
        var details = await _application.Database.FindAsync<string>(
            "SELECT group_concat(Content) FROM EventDetail;", null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("MARKER-unit", details!);
    }

    [Fact]
    public async Task A_refusal_does_not_repeat_what_was_sent()
    {
        using var app = _application.App();
        var refused = await app.SubmitAsync(Marked("consumer-complaint.restaurant").Replace("+12125550123", "MARKER phone", StringComparison.Ordinal));
        Assert.Equal(["/contact/phone invalid-format"], await refused.FaultsAsync());
        Assert.DoesNotContain(Marker, await refused.TextAsync());
    }

    [Fact]
    public async Task The_contact_is_stored_encrypted()
    {
        using var app = _application.App();
        await app.SubmittedAsync(Marked("consumer-complaint.restaurant"));
        var contact = await _application.Database.FindAsync<string>(
            "SELECT Content || EmailHash || PhoneHash FROM Contact;", null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Marker, contact!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("12125550123", contact!);
        var history = await _application.Database.FindAsync<string>(
            "SELECT group_concat(Content) FROM EventDetail;", null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("marker-mail", history!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("MARKER-unit", history!);
    }

    public void Dispose() => _application.Dispose();

    private static string Marked(string serviceType) =>
        $$$"""
        {"serviceType":"{{{serviceType}}}","description":"MARKER-description\non two lines","address":{"text":"MARKER-address","unit":"MARKER-unit"},
         "location":{"latitude":40.67383,"longitude":-73.97054},"answers":{"business-name":"MARKER-answer"},
         "contact":{"name":"MARKER-name","email":"marker-mail@example.org","phone":"+12125550123","language":"es","notify":["email"]}}
        """;

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
