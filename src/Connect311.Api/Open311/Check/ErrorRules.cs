namespace Connect311.Api.Open311.Check;

/// <summary>C8: what a refusal says, whoever refuses.</summary>
internal static class ErrorRules
{
    /// <summary>What a service, a request or a token that there is not is called.</summary>
    public const string Nothing = "open311-check-no-such-thing";

    public static readonly Rule Body = new("C8.1", "A refusal is told as errors with at least one error, in the format that was asked for");
    public static readonly Rule Code = new("C8.2", "Each error has a code");
    public static readonly Rule Description = new("C8.3", "Each error has a description for people");
    public static readonly Rule Status = new("C8.4", "A refusal is 404 (there is no such thing), 403 (the key) or 400 (all else)");
    public static readonly Rule Route = new("C8.5", "A path that there is not is refused as errors too");
    public static readonly Rule Method = new("C8.6", "A method that a path does not take is refused as errors too: 400 or 404");
    public static readonly Rule Nonsense = new("C8.7", "Nonsense in a query (broken escapes, 6,000 characters) is never a server error, and is refused as errors");
    public static readonly Rule Unreadable = new("C8.8", "A body that cannot be read (multipart without a boundary) is refused as errors too: 400");
    public static readonly Rule Busy = Rule.Advice("C8.9", "429 and 503 are told as errors too, with Retry-After");

    public static readonly Rule[] All = [Body, Code, Description, Status, Route, Method, Nonsense, Unreadable, Busy];

    public static bool IsErrors(Node? root) => root is { Name: "errors", Children.Count: > 0 } && root.Children.All(child => child.Name == "error");

    /// <summary>Judges one refusal that a rule asks for, and what holds of all refusals.</summary>
    public static void JudgeRefused(Sheet sheet, Rule rule, Seen seen, params int[] statuses)
    {
        var status = seen.Answer.Status;
        var isRight = seen.Answer.Fault is null && statuses.Contains(status);
        sheet.Judge(rule, seen.Answer, isRight ? null : $"should be {string.Join(" or ", statuses)}: {seen.Instead}", seen.Instead);
        if (seen.Answer.Fault is null && status >= 400)
        {
            sheet.Judge(Body, seen.Answer, FaultOfBody(seen), "errors");
            JudgeErrors(sheet, seen);
        }
    }

    /// <summary>What holds of the errors that were told, and of the status, whatever was refused.</summary>
    private static void JudgeErrors(Sheet sheet, Seen seen)
    {
        if (!seen.Answer.IsBusy)
        {
            sheet.Judge(Status, seen.Answer, seen.Answer.Status is 400 or 403 or 404 ? null : "none of the three", "one of the three");
        }

        if (IsErrors(seen.Root))
        {
            sheet.JudgeEach(Code, seen, seen.Root!.Children, error => error["code"] is null ? "an error without a code" : null);
            sheet.JudgeEach(Description, seen, seen.Root.Children, error => error["description"] is null ? "an error without a description" : null);
        }
    }

    /// <summary>Judges what most servers leave to their framework: one rule for all of it.</summary>
    private static void JudgeFramework(Sheet sheet, Rule rule, Seen seen, params int[] statuses)
    {
        var isRight = seen.Answer.Fault is null && statuses.Contains(seen.Answer.Status);
        var fault = !isRight ? $"should be {string.Join(" or ", statuses)}: {seen.Instead}" : seen.Answer.Status >= 400 ? FaultOfBody(seen) : null;
        sheet.Judge(rule, seen.Answer, fault, seen.Instead);
    }

    private static string? FaultOfBody(Seen seen) => IsErrors(seen.Root)
        ? null
        : seen.Answer.Body.Length == 0 ? "an empty body"
        : $"{(seen.Answer.ContentType.Length == 0 ? "something else" : seen.Answer.ContentType)} in place of errors";

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        JudgeFramework(probe.Sheet, Route, await probe.GetAsync(face, Nothing, "errors", cancellationToken), 404);
        foreach (var query in new[] { "start_date=%FF%FE%zz&=&&status", $"service_request_id={new string('x', 6_000)}" })
        {
            var seen = await probe.GetRawAsync(face, $"requests.{face.Suffix()}", "service_requests", Joined(probe, query), accept: null, cancellationToken);
            JudgeFramework(probe.Sheet, Nonsense, seen, 200, 400, 404);
        }
    }

    /// <summary>Those that cannot be seen without a POST.</summary>
    public static async Task CheckPostsAsync(Probe probe, Face face, Post valid, CancellationToken cancellationToken)
    {
        JudgeFramework(probe.Sheet, Method, await probe.PostAsync(face, valid with { Path = "services" }, cancellationToken), 400, 404);
        JudgeFramework(probe.Sheet, Unreadable, await probe.PostAsync(face, valid with { ContentType = "multipart/form-data" }, cancellationToken), 400);
    }

    /// <summary>Judges what came of calls that met a busy server.</summary>
    public static void JudgeBusy(Sheet sheet, IReadOnlyList<Answer> busy)
    {
        foreach (var answer in busy)
        {
            var face = answer.Url.AbsolutePath.EndsWith(".json", StringComparison.Ordinal) ? Face.Json : Face.Xml;
            var text = Utf8.Read(answer.Body).Text;
            var root = (face == Face.Xml ? XmlReading.Of(text) : JsonReading.Of(text, "errors")).Root;
            var fault = IsErrors(root) ? answer.HasRetryAfter ? null : "no Retry-After" : FaultOfBody(new(answer, face, root));
            sheet.Judge(Busy, answer, fault, "errors and Retry-After");
        }
    }

    private static string Joined(Probe probe, string query) => probe.Written([]) is { Length: > 0 } more ? $"{query}&{more}" : query;
}
