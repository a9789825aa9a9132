using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

/// <summary>How the small server takes reports.</summary>
internal static partial class RightPosting
{
    public static TestReply Token(List<string> tokens, string token) => tokens.Contains(token)
        ? new(200, Answer(new XElement("token", token)))
        : TestReply.Error(404, "There is no such token.");

    public static TestReply Take(TestCall call, DateTimeOffset now, List<TestRequest> requests, List<string> tokens)
    {
        if (!call.ContentType.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal))
        {
            return TestReply.Error(400, "The body cannot be read.");
        }

        if (FaultOf(call) is { } fault)
        {
            return TestReply.Error(fault.Status, fault.Words);
        }

        var (id, service) = ($"new-{requests.Count}", call["service_code"]!);
        var type = RightTrees.ServiceList.First(known => known.Code == service).Type;
        if (type == "batch")
        {
            tokens.Add($"token-{tokens.Count}");
            return new(200, Answer(new XElement("token", tokens[^1]), new XElement("service_notice", "")));
        }

        requests.Insert(0, new(id, service, true, now, call["lat"], call["long"], call["address_string"], call["description"]));
        return new(200, Answer(type == "blackbox" ? null : new XElement("service_request_id", id), new XElement("service_notice", "")));
    }

    private static XElement Answer(params XElement?[] fields) => new("service_requests", new XElement("request", fields));

    private static (int Status, string Words)? FaultOf(TestCall call) =>
        call["api_key"] != RightServer.Key ? (403, "The key is missing or wrong.")
        : call["service_code"] is not { } service ? (400, "service_code is missing.")
        : RightTrees.Definition(service) is not { } definition ? (404, "There is no such service.")
        : (FaultOfPlace(call) ?? (call["description"]?.Length > 4_000 ? "description is too long." : null) ?? FaultOfAttributes(call, definition)) is { } words ? (400, words)
        : null;

    private static string? FaultOfPlace(TestCall call) =>
        call.Has("lat") != call.Has("long") ? "lat and long come together."
        : !call.Has("lat") ? call.Has("address_string") || call.Has("address_id") ? null : "Where is it?"
        : IsWithin(call["lat"]!, 90) && IsWithin(call["long"]!, 180) ? null : "That is nowhere on Earth.";

    private static bool IsWithin(string text, double most) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most;

    private static string? FaultOfAttributes(TestCall call, XElement definition)
    {
        var attributes = definition.Descendants("attribute").ToDictionary(attribute => attribute.Element("code")!.Value);
        var answers = call.Form.Where(field => field.Value.Length > 0).Select(field => (Match: Named().Match(field.Name), field.Value))
            .Where(answer => answer.Match.Success).Select(answer => (Code: answer.Match.Groups[1].Value, answer.Value)).ToList();
        foreach (var (code, value) in answers)
        {
            if (!attributes.TryGetValue(code, out var attribute) || !Fits(attribute, value))
            {
                return $"{code} cannot be {value}.";
            }
        }

        return attributes.Values.Where(attribute => attribute.Element("required")!.Value == "true").Select(attribute => attribute.Element("code")!.Value)
            .FirstOrDefault(code => answers.TrueForAll(answer => answer.Code != code)) is { } missing ? $"{missing} is missing." : null;
    }

    private static bool Fits(XElement attribute, string value) => attribute.Element("datatype")!.Value switch
    {
        "number" => double.TryParse(value, CultureInfo.InvariantCulture, out _),
        "datetime" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _),
        "singlevaluelist" or "multivaluelist" => attribute.Descendants("key").Any(key => key.Value == value),
        _ => true,
    };

    [GeneratedRegex(@"^attribute\[([^\]]+)\](?:\[\])?$")]
    private static partial Regex Named();
}
