using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Check;

/// <summary>Where an endpoint and the document that tells of it are.</summary>
/// <param name="Endpoint">The base URL to check.</param>
/// <param name="Folder">Below which <c>discovery.xml</c> is; null where none was found.</param>
/// <param name="Type">What it says of the endpoint, such as <c>production</c>.</param>
internal sealed record Discovery(Uri Endpoint, Uri? Folder, string? Type, bool AnnouncesJson)
{
    public const string GeoReport = "http://wiki.open311.org/GeoReport_v2";

    private const string Production = "production";

    /// <summary>Looks for it where servers have it: at the endpoint, one above, at the root of the host.</summary>
    /// <exception cref="UserErrorException">A discovery document was named, and tells of no GeoReport v2 endpoint.</exception>
    public static async Task<Discovery> FindAsync(Probe probe, CancellationToken cancellationToken)
    {
        var given = probe.Options.Endpoint;
        var named = IsDocument(given);
        foreach (var folder in named ? [new Uri(given, ".")] : FoldersOf(given))
        {
            var seen = await probe.At(folder).PeekAsync(Face.Xml, "discovery.xml", "discovery", accept: null, cancellationToken);
            if (seen.IsOk && seen.Root!.Name == "discovery")
            {
                return Of(probe.Options, folder, EndpointOf(probe.Options, seen.Root, named));
            }
        }

        return named ? throw new UserErrorException($"{given} is no discovery document. Give the base URL of the endpoint.") : new(given, null, null, AnnouncesJson: false);
    }

    /// <exception cref="UserErrorException">It says <c>production</c>, and reports were to be posted.</exception>
    public void RefuseProduction(CheckOptions options)
    {
        if (options.Submit && !options.Force && Type == Production)
        {
            throw new UserErrorException(
                "Discovery says that this endpoint is in production: --submit would file reports that somebody works on. --force does it nevertheless.");
        }
    }

    /// <summary>Whether two URLs lead to the same place.</summary>
    public static bool IsSame(Uri one, Uri other) => one.AbsoluteUri.TrimEnd('/') == other.AbsoluteUri.TrimEnd('/');

    private static bool IsDocument(Uri given) => given.Segments[^1] is "discovery.xml" or "discovery.json" or "discovery";

    private static IEnumerable<Uri> FoldersOf(Uri given)
    {
        var folder = new Uri($"{given.GetLeftPart(UriPartial.Path).TrimEnd('/')}/");
        return new[] { folder, new Uri(folder, ".."), new Uri(folder, "/") }.Distinct();
    }

    private static Discovery Of(CheckOptions options, Uri folder, Node? endpoint) => new(
        IsDocument(options.Endpoint) ? new(endpoint!["url"]!) : options.Endpoint,
        folder,
        endpoint?["type"],
        endpoint?.Items("formats").Any(format => format.Text == Face.Json.MediaType()) == true);

    /// <summary>The endpoint that was named; otherwise one to test, if it is to be posted to, or the first.</summary>
    private static Node? EndpointOf(CheckOptions options, Node document, bool named)
    {
        var all = document.Items("endpoints").Where(endpoint =>
            endpoint["specification"] == GeoReport && Uri.TryCreate(endpoint["url"], UriKind.Absolute, out var url) && url.Scheme is "http" or "https").ToList();
        var chosen = all.Find(endpoint => IsSame(new(endpoint["url"]!), options.Endpoint))
            ?? (options.Submit ? all.Find(endpoint => endpoint["type"] == "test") : null) ?? all.FirstOrDefault();
        if (named && chosen is null)
        {
            throw new UserErrorException($"{options.Endpoint} tells of no endpoint of {GeoReport}.");
        }

        if (named && options.ApiKey is not null && new Uri(chosen!["url"]!).Host != options.Endpoint.Host)
        {
            throw new UserErrorException($"Discovery names another host, {chosen["url"]}: a key goes there only if that URL is given itself.");
        }

        return chosen;
    }
}
