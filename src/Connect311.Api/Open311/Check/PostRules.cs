using System.Globalization;

namespace Connect311.Api.Open311.Check;

/// <summary>C4: reports that must be taken, and what is told of them afterwards.</summary>
internal static class PostRules
{
    /// <summary>Degrees; places may be rounded before they are published.</summary>
    private const double Near = 0.05;

    private static readonly Rule Taken = new("C4.12", "A report with service_code and place is taken, and answered with service_requests and one request");
    private static readonly Rule Number = new("C4.13", "A realtime service answers service_request_id, a batch one token, a blackbox one neither; never both");
    private static readonly Rule Status = Rule.Advice("C4.14", "A report that was taken is 200");
    private static readonly Rule Back = new("C4.15", "A report can be read at once by its service_request_id, as it was sent");
    private static readonly Rule Text = new("C4.16", "Text comes back letter by letter, with its line breaks, where it is published");
    private static readonly Rule Address = new("C4.17", "address_string is a place without lat and long");
    private static readonly Rule Empty = new("C4.21", "An empty field of a form is as if it were not sent");
    private static readonly Rule QueryKey = Rule.Advice("C4.22", "api_key is taken from the query string too");

    public static readonly Rule[] All = [Taken, Number, Status, Back, Text, Address, Empty, QueryKey];

    /// <returns>A report that was taken; null if none was.</returns>
    public static async Task<Post?> CheckAsync(Probe probe, Face face, Material material, CancellationToken cancellationToken)
    {
        Post? taken = null;
        foreach (var (type, posts) in material.Valid.OrderByDescending(of => of.Key == "realtime"))
        {
            var one = await CheckTypeAsync(probe, face, type, posts, cancellationToken);
            taken ??= one;
        }

        if (taken is not null)
        {
            await CheckVariantsAsync(probe, face, taken, material.Address, cancellationToken);
        }

        return taken;
    }

    public static void JudgeTaken(Sheet sheet, Rule rule, Seen seen) =>
        sheet.Judge(rule, seen.Answer, IsTaken(seen) ? null : seen.Instead, "taken");

    private static bool IsTaken(Seen seen) => seen.Answer.Status is >= 200 and < 300 && seen.Root is { Name: "service_requests" } root
        && root.Children is [{ Name: "request" }];

    /// <summary>Posts the first; the others only if the server has reasons of its own to refuse it.</summary>
    private static async Task<Post?> CheckTypeAsync(Probe probe, Face face, string type, IReadOnlyList<Post> posts, CancellationToken cancellationToken)
    {
        var (taken, seen) = await TryAsync(probe, face, posts, cancellationToken);
        JudgeTaken(probe.Sheet, Taken, seen);
        if (taken is not null)
        {
            await CheckTakenAsync(probe, face, type, taken, seen, cancellationToken);
        }

        return taken;
    }

    /// <summary>Posts one after the other until one is taken.</summary>
    /// <returns>That one and its answer, or null and the answer to the first.</returns>
    public static async Task<(Post? Taken, Seen Seen)> TryAsync(Probe probe, Face face, IReadOnlyList<Post> posts, CancellationToken cancellationToken)
    {
        Seen? first = null;
        foreach (var post in posts)
        {
            var seen = await probe.PostAsync(face, post, cancellationToken);
            if (IsTaken(seen))
            {
                return (post, seen);
            }

            first ??= seen;
        }

        return (null, first!);
    }

    private static async Task CheckTakenAsync(Probe probe, Face face, string type, Post post, Seen seen, CancellationToken cancellationToken)
    {
        var (id, token) = (seen.Root!.Children[0]["service_request_id"], seen.Root.Children[0]["token"]);
        var isRight = (id is not null, token is not null) == (type is not ("batch" or "blackbox"), type == "batch");
        probe.Sheet.Judge(Number, seen.Answer, isRight ? null : $"{type}: service_request_id {id ?? "none"}, token {token ?? "none"}", $"{type}: {id ?? token ?? "neither"}");
        probe.Sheet.Judge(Status, seen.Answer, seen.Answer.Status == 200 ? null : "another status", "as it should be");
        if (id is not null)
        {
            await CheckBackAsync(probe, face, post, id, cancellationToken);
        }

        if (token is not null)
        {
            await TokenRules.CheckKnownAsync(probe, face, token, cancellationToken);
        }
    }

    private static async Task CheckBackAsync(Probe probe, Face face, Post post, string id, CancellationToken cancellationToken)
    {
        var seen = await probe.GetAnewAsync(face, $"requests/{Uri.EscapeDataString(id)}", "service_requests", cancellationToken);
        if (!probe.Sheet.Judge(Back, seen.Answer, seen.IsOk && seen.Items.Count == 1 ? FaultOfBack(probe, post, id, seen.Items[0]) : seen.Instead, "as it was sent"))
        {
            return;
        }

        if (seen.Items[0]["description"] is not { } text)
        {
            probe.Sheet.Skip(Text, "this server does not publish descriptions");
            return;
        }

        var isSame = text.Trim().ReplaceLineEndings("\n") == Material.Description.ReplaceLineEndings("\n");
        probe.Sheet.Judge(Text, seen.Answer, isSame ? null : text, "the same");
    }

    private static string? FaultOfBack(Probe probe, Post post, string id, Node request) =>
        request["service_request_id"] != id ? $"it is {request["service_request_id"]}"
        : request["service_code"] != ValueOf(post, "service_code") ? $"service_code is {request["service_code"]}"
        : Times.Read(request["requested_datetime"]) is { } at && (at - probe.Options.Now).Duration() > Times.Slack ? $"requested_datetime is {request["requested_datetime"]}"
        : IsFar(request["lat"], ValueOf(post, "lat")) || IsFar(request["long"], ValueOf(post, "long")) ? $"lat {request["lat"]}, long {request["long"]}"
        : null;

    private static bool IsFar(string? got, string sent) =>
        got is not null && !(double.TryParse(got, CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(double.Parse(sent, CultureInfo.InvariantCulture) - degrees) < Near);

    private static string ValueOf(Post post, string name) => post.Form.First(field => field.Name == name).Value;

    private static async Task CheckVariantsAsync(Probe probe, Face face, Post taken, string? address, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            probe.Sheet.Skip(Address, "no request tells an address: give one by --address");
        }
        else
        {
            JudgeTaken(probe.Sheet, Address, await probe.PostAsync(face, taken.With(("lat", null), ("long", null), ("address_string", address)), cancellationToken));
        }

        var empty = taken.With(("address_string", ""), ("address_id", ""), ("device_id", ""), ("account_id", ""), ("media_url", ""));
        JudgeTaken(probe.Sheet, Empty, await probe.PostAsync(face, empty, cancellationToken));
        var inQuery = taken.With(("api_key", null)) with { Query = [("api_key", ValueOf(taken, "api_key"))] };
        JudgeTaken(probe.Sheet, QueryKey, await probe.PostAsync(face, inQuery, cancellationToken));
    }
}
