using System.Globalization;

namespace Connect311.Api.Open311.Check;

/// <summary>C6 and C7: what a list of requests, and one request, look like.</summary>
internal static class RequestRules
{
    private const int Most = 1_000;

    private static readonly Rule List = new("C6.1", "GET requests answers 200 with service_requests, each in request");
    private static readonly Rule Filled = new("C6.2", "Each request has a service_request_id of its own, status, service_code and requested_datetime");
    private static readonly Rule Fields = new("C6.3", "Each request has service_name, description, updated_datetime, address, address_id, zipcode, lat, long and media_url, empty or not");
    private static readonly Rule Status = new("C6.4", "status is open or closed, whatever the city's own states are");
    private static readonly Rule Updated = new("C6.5", "updated_datetime is not before requested_datetime");
    private static readonly Rule Place = new("C6.6", "lat and long are degrees of WGS 84, both or neither");
    private static readonly Rule AtMost = new("C6.13", "Without being asked for pages, there are at most 1,000 requests");
    private static readonly Rule Single = new("C7.1", "GET requests/[service_request_id] answers service_requests with that one request");
    private static readonly Rule Same = new("C7.2", "A request by itself says what it says in the list");
    private static readonly Rule Unknown = new("C7.3", "An unknown service_request_id is 404");

    public static readonly Rule[] All = [List, Filled, Fields, Status, Updated, Place, AtMost];

    public static readonly Rule[] One = [Single, Same, Unknown];

    private static readonly string[] NeverEmpty = ["service_request_id", "status", "service_code", "requested_datetime"];

    private static readonly string[] Others =
        ["service_name", "description", "updated_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url"];

    /// <summary>A request to look at: one in the middle of the list, which is the likeliest to stay as it is.</summary>
    public static Node? Chosen(Seen list) => list.Items.Where(IsWhole).ToList() is { Count: > 0 } whole ? whole[whole.Count / 2] : null;

    public static string PathOf(Node request) => $"requests/{Uri.EscapeDataString(request["service_request_id"]!)}";

    public static bool IsWhole(Node request) => NeverEmpty.All(field => request[field] is not null) && Times.Read(request["requested_datetime"]) is not null;

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var seen = await probe.GetAsync(face, "requests", "service_requests", cancellationToken);
        var sheet = probe.Sheet;
        sheet.Judge(List, seen.Answer, FaultOfList(seen), $"{seen.Items.Count} requests");
        if (seen.IsOk)
        {
            sheet.Judge(AtMost, seen.Answer, seen.Items.Count > Most ? $"{seen.Items.Count} requests" : null, $"{seen.Items.Count} requests");
            Judge(sheet, seen);
        }

        if (Chosen(seen) is { } request)
        {
            await CheckOneAsync(probe, face, request, cancellationToken);
        }
        else
        {
            sheet.Skip([.. All, Single, Same], "there are no requests of the last 90 days");
        }

        ErrorRules.JudgeRefused(sheet, Unknown, await probe.GetAsync(face, $"requests/{ErrorRules.Nothing}", "service_requests", cancellationToken), 404);
    }

    private static string? FaultOfList(Seen seen) => !seen.IsOk || seen.Root!.Name != "service_requests" ? seen.Instead
        : seen.Items.FirstOrDefault(item => item.Name != "request") is { } other ? $"{other.Name} among the requests"
        : null;

    private static void Judge(Sheet sheet, Seen seen)
    {
        var ids = new HashSet<string>();
        sheet.JudgeEach(Filled, seen, seen.Items, request =>
            NeverEmpty.FirstOrDefault(field => request[field] is null) is { } missing ? $"{Words(request)} has no {missing}"
            : ids.Add(request["service_request_id"]!) ? null : $"{Words(request)} is there twice");
        sheet.JudgeEach(Fields, seen, seen.Items, request => Others.FirstOrDefault(field => request.Child(field) is null) is { } field ? $"{Words(request)} has no {field}" : null);
        sheet.JudgeEach(Status, seen, seen.Items, request => request["status"] is null or "open" or "closed" ? null : $"{Words(request)} is {request["status"]}");
        sheet.JudgeEach(Updated, seen, seen.Items, request =>
            Times.Read(request["updated_datetime"]) < Times.Read(request["requested_datetime"])
                ? $"{Words(request)} was updated {request["updated_datetime"]}, requested {request["requested_datetime"]}" : null);
        sheet.JudgeEach(Place, seen, seen.Items, request => FaultOfPlace(request) is { } fault ? $"{Words(request)}: {fault}" : null);
    }

    private static async Task CheckOneAsync(Probe probe, Face face, Node request, CancellationToken cancellationToken)
    {
        var seen = await probe.GetAsync(face, PathOf(request), "service_requests", cancellationToken);
        var fault = FaultOfList(seen)
            ?? (seen.Items.Count != 1 ? $"{seen.Items.Count} requests" : seen.Items[0]["service_request_id"] is var id && id != request["service_request_id"] ? $"it is {id}" : null);
        if (probe.Sheet.Judge(Single, seen.Answer, fault, "one") && seen.Items[0]["updated_datetime"] == request["updated_datetime"])
        {
            Judge(probe.Sheet, seen);
            var other = request.Children.FirstOrDefault(field => field.Children.Count == 0 && seen.Items[0][field.Name] != request[field.Name]);
            probe.Sheet.Judge(Same, seen.Answer, other is null ? null : $"{other.Name} is {seen.Items[0][other.Name] ?? "empty"}, in the list {other.Text ?? "empty"}", "the same");
        }
    }

    private static string? FaultOfPlace(Node request) =>
        (request["lat"], request["long"]) is not ({ } latitude, { } longitude) ? request["lat"] == request["long"] ? null : "one of lat and long"
        : IsWithin(latitude, 90) && IsWithin(longitude, 180) ? null : $"lat {latitude}, long {longitude}";

    private static bool IsWithin(string text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most;

    private static string Words(Node request) => request["service_request_id"] ?? "a request";
}
