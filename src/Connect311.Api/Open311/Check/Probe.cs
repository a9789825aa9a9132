using System.Text;

namespace Connect311.Api.Open311.Check;

/// <summary>An answer as a rule looks at it.</summary>
/// <param name="Root">What was read; null where it could not be, or is not whole.</param>
internal sealed record Seen(Answer Answer, Face Face, Node? Root)
{
    /// <summary>It is the answer that was asked for.</summary>
    public bool IsOk => Answer.Status == 200 && Root is not null;

    /// <summary>The items of a list that is the root.</summary>
    public IReadOnlyList<Node> Items => IsOk ? Root!.Children : [];

    /// <summary>In words, what came instead of what was asked for; the status stands beside it.</summary>
    public string Instead => Answer.Fault
        ?? (Root is null ? "it cannot be read" : Root.Name == "errors" ? Told : Root.Name);

    private string Told => string.Join("; ", Root!.Children.Select(error => error["description"] ?? error["code"] ?? "no word"));
}

/// <summary>Asks the server, each thing once, and has every answer judged by what holds of all of them.</summary>
/// <param name="endpoint">The base URL.</param>
internal sealed class Probe(CheckClient client, Sheet sheet, CheckOptions options, Uri endpoint)
{
    private readonly Dictionary<(Uri, string?), Seen> _seen = [];

    public Sheet Sheet => sheet;

    public CheckOptions Options => options;

    public Uri Endpoint => endpoint;

    /// <summary>Asks another place in the same way.</summary>
    public Probe At(Uri other) => new(client, sheet, options, other);

    /// <summary>GET, read as the face that its suffix asks for.</summary>
    /// <param name="face">Gives the suffix.</param>
    /// <param name="path">Below the endpoint, without a suffix; escaped.</param>
    /// <param name="root">The name of the root element of a right answer.</param>
    /// <param name="query">Names and values; a <c>jurisdiction_id</c> there replaces the one of the options.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Seen> GetAsync(
        Face face, string path, string root, IReadOnlyList<(string Name, string Value)> query, CancellationToken cancellationToken) =>
        GetRawAsync(face, $"{path}.{face.Suffix()}", root, Written(query), accept: null, cancellationToken);

    public Task<Seen> GetAsync(Face face, string path, string root, CancellationToken cancellationToken) =>
        GetAsync(face, path, root, [], cancellationToken);

    /// <summary>GET of a path and a query as they stand.</summary>
    public async Task<Seen> GetRawAsync(
        Face face, string path, string root, string query, string? accept, CancellationToken cancellationToken)
    {
        var url = UrlOf(path, query);
        if (!_seen.TryGetValue((url, accept), out var seen))
        {
            seen = GeneralRules.Read(sheet, await client.SendAsync(Call.Get(url, accept), cancellationToken), face, root);
            GeneralRules.JudgeKeyless(sheet, seen.Answer);
            _seen[(url, accept)] = seen;
        }

        return seen;
    }

    /// <summary>GET of what the specification does not promise: the form of the answer is not judged.</summary>
    public async Task<Seen> PeekAsync(
        Face face, string path, string root, string? accept, CancellationToken cancellationToken, params (string Name, string Value)[] query) =>
        GeneralRules.Read(new(strict: false), await client.SendAsync(Call.Get(UrlOf(path, Written(query)), accept), cancellationToken), face, root);

    /// <summary>GET of what may have changed since.</summary>
    public async Task<Seen> GetAnewAsync(Face face, string path, string root, CancellationToken cancellationToken) =>
        GeneralRules.Read(sheet, await client.SendAsync(Call.Get(UrlOf($"{path}.{face.Suffix()}", Written([]))), cancellationToken), face, root);

    /// <summary>POST of a form.</summary>
    public async Task<Seen> PostAsync(Face face, Post post, CancellationToken cancellationToken)
    {
        var form = Jurisdictioned(post.Form);
        var url = UrlOf($"{post.Path}.{face.Suffix()}", Encoded(post.Query));
        var shown = UrlOf($"{post.Path}.{face.Suffix()}", Encoded([.. post.Query.Where(field => field.Name != "api_key")]));
        var call = new Call(HttpMethod.Post, url, shown, Body: Encoding.ASCII.GetBytes(Encoded(form)), ContentType: post.ContentType);
        return GeneralRules.Read(sheet, await client.SendAsync(call, cancellationToken), face, "service_requests");
    }

    /// <summary>Names and values as a form writes them; the jurisdiction with them.</summary>
    public string Written(IReadOnlyList<(string Name, string Value)> query) => Encoded(Jurisdictioned(query));

    public static string Encoded(IReadOnlyList<(string Name, string Value)> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));

    private IReadOnlyList<(string Name, string Value)> Jurisdictioned(IReadOnlyList<(string Name, string Value)> fields) =>
        options.Jurisdiction is null || fields.Any(field => field.Name == "jurisdiction_id")
            ? [.. fields.Where(field => field is not ("jurisdiction_id", NotSent))]
            : [.. fields, ("jurisdiction_id", options.Jurisdiction)];

    /// <summary>A value that keeps a field from being sent, also where the options would send it.</summary>
    public const string NotSent = "\0";

    private Uri UrlOf(string path, string query) =>
        new($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}{(query.Length == 0 ? "" : $"?{query}")}");
}

/// <summary>What a POST carries.</summary>
internal sealed record Post(IReadOnlyList<(string Name, string Value)> Form)
{
    public const string FormType = "application/x-www-form-urlencoded; charset=utf-8";

    public string Path { get; init; } = "requests";

    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    public string ContentType { get; init; } = FormType;

    /// <summary>The same with other fields: a value replaces that of the name, null takes it away.</summary>
    public Post With(params (string Name, string? Value)[] changes) => this with
    {
        Form =
        [
            .. Form.Where(field => changes.All(change => change.Name != field.Name)),
            .. changes.Where(change => change.Value is not null).Select(change => (change.Name, change.Value!)),
        ],
    };
}
