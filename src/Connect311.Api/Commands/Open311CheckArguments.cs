using System.CommandLine;
using System.Globalization;
using Connect311.Api.Databases;
using Connect311.Api.Open311.Check;

namespace Connect311.Api.Commands;

/// <summary>What <c>open311 check</c> is told.</summary>
internal sealed class Open311CheckArguments
{
    public const string KeyVariable = "OPEN311_API_KEY";

    private const int MostSeconds = 300;

    private readonly Argument<string> _endpoint = new("endpoint") { Description = "Its base URL, such as https://example.org/open311/v2, or the URL of its discovery document." };
    private readonly Option<string?> _jurisdiction = new("--jurisdiction") { Description = "The jurisdiction_id to send along, for an endpoint that serves several places." };
    private readonly Option<string?> _key = new("--api-key")
    {
        Description = $"The key for --submit. Better in the environment, as {KeyVariable}: arguments are seen by everybody on the machine. It is shown nowhere.",
    };

    private readonly Option<bool> _submit = new("--submit") { Description = "Post reports too, some 25 in each format, to an endpoint for tests. Refused where discovery says production." };
    private readonly Option<bool> _force = new("--force") { Description = "Post them even to an endpoint in production, where somebody will work on them." };
    private readonly Option<string?> _service = new("--service-code") { Description = "Which service to report; without it one that wants little." };
    private readonly Option<string?> _at = new("--at") { Description = "Where to report it, as latitude,longitude; without it at a place of a report that is there." };
    private readonly Option<string?> _address = new("--address") { Description = "An address to report without coordinates; without it one of a report that is there." };
    private readonly Option<bool> _strict = new("--strict") { Description = "A recommendation that is not kept fails, too." };
    private readonly Option<bool> _xmlOnly = new("--xml-only") { Description = "Leave JSON out, which the specification does not demand." };
    private readonly Option<bool> _both = new("--both") { Description = "Check JSON even where it is neither announced nor served. Without either: JSON where there is some." };
    private readonly Option<int> _timeout = new("--timeout") { Description = "Seconds to wait for one answer, to its last byte.", DefaultValueFactory = _ => 20 };

    public Option<string> Format { get; } = new("--format")
    {
        Description = "How to report: a table for people, json for programs, junit for build servers.",
        DefaultValueFactory = _ => ReportWriter.Table,
    };

    public Option<FileInfo?> Output { get; } = new("--output") { Description = "The file for the report; one that is there is replaced. Without it, to the standard output." };

    public void AddTo(Command command)
    {
        Format.AcceptOnlyFromAmong(ReportWriter.Table, ReportWriter.Json, ReportWriter.JUnit);
        command.Add(_endpoint);
        Option[] options = [_jurisdiction, _key, _submit, _force, _service, _at, _address, _strict, _xmlOnly, _both, Format, Output, _timeout];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    /// <exception cref="UserErrorException">Something cannot be meant.</exception>
    public CheckOptions Read(ParseResult parsed) => new()
    {
        Endpoint = EndpointOf(parsed.GetValue(_endpoint)!),
        Now = TimeProvider.System.GetUtcNow(),
        Jurisdiction = parsed.GetValue(_jurisdiction),
        ApiKey = parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
        Submit = parsed.GetValue(_submit),
        Force = parsed.GetValue(_force),
        ServiceCode = parsed.GetValue(_service),
        At = PlaceOf(parsed.GetValue(_at)),
        Address = parsed.GetValue(_address),
        Strict = parsed.GetValue(_strict),
        Json = JsonOf(parsed.GetValue(_xmlOnly), parsed.GetValue(_both)),
        Timeout = TimeoutOf(parsed.GetValue(_timeout)),
    };

    private static Uri EndpointOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Query.Length == 0
            ? url
            : throw new UserErrorException($"{(text.Contains('@', StringComparison.Ordinal) ? "That" : $"'{text}'")} is no URL of an endpoint, such as https://example.org/open311/v2.");

    private static (string, string)? PlaceOf(string? text) => text?.Split(',') switch
    {
        null => null,
        [var latitude, var longitude] when IsWithin(latitude, 90) && IsWithin(longitude, 180) => (latitude.Trim(), longitude.Trim()),
        _ => throw new UserErrorException($"--at '{text}' is no place, such as 40.67,-73.97."),
    };

    private static bool IsWithin(string text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most;

    private static bool? JsonOf(bool xmlOnly, bool both) => (xmlOnly, both) switch
    {
        (true, true) => throw new UserErrorException("--xml-only and --both exclude each other."),
        (true, false) => false,
        (false, true) => true,
        (false, false) => null,
    };

    private static TimeSpan TimeoutOf(int seconds) => seconds is >= 1 and <= MostSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new UserErrorException($"--timeout is 1 to {MostSeconds} seconds.");
}
