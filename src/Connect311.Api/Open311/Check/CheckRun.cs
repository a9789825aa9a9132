using System.Diagnostics;
using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Check;

/// <summary>Checks an endpoint: finds it, asks it in both formats, compares them, and posts to it if that is wanted.</summary>
internal static class CheckRun
{
    /// <param name="options">What to check.</param>
    /// <param name="tell">Is told how many calls were made.</param>
    /// <param name="cancellationToken">Ends it without a report.</param>
    /// <exception cref="UserErrorException">It cannot be checked: nothing answers there, or more must be said.</exception>
    public static async Task<CheckReport> RunAsync(CheckOptions options, Action<long> tell, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var sheet = new Sheet(options.Strict, options.ApiKey);
        using var client = new CheckClient(options.Timeout, tell);
        var first = new Probe(client, sheet, options, options.Endpoint);
        var discovery = await Discovery.FindAsync(first, cancellationToken);
        discovery.RefuseProduction(options);
        var probe = first.At(discovery.Endpoint);
        await RefuseUnreachableAsync(client, probe, cancellationToken);

        await DiscoveryRules.CheckAsync(probe, discovery, cancellationToken);
        var faces = await FacesAsync(probe, discovery, cancellationToken);
        foreach (var face in faces)
        {
            await CheckAsync(probe, face, cancellationToken);
        }

        if (faces.Contains(Face.Json))
        {
            await SparkRules.CheckAsync(probe, cancellationToken);
        }

        await Posting.CheckAsync(probe, faces, cancellationToken);
        ErrorRules.JudgeBusy(sheet, client.Busy);
        return new(discovery.Endpoint, options.Now, faces, options.Submit, client.Calls, watch.Elapsed, sheet.Findings());
    }

    private static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        await ServiceRules.CheckAsync(probe, face, cancellationToken);
        await DefinitionRules.CheckAsync(probe, face, cancellationToken);
        await RequestRules.CheckAsync(probe, face, cancellationToken);
        await FilterRules.CheckAsync(probe, face, cancellationToken);
        await WindowRules.CheckAsync(probe, face, cancellationToken);
        await TokenRules.CheckAsync(probe, face, cancellationToken);
        await ParameterRules.CheckAsync(probe, face, cancellationToken);
        await ErrorRules.CheckAsync(probe, face, cancellationToken);
    }

    /// <summary>What would make every rule fail for one reason is said once.</summary>
    private static async Task RefuseUnreachableAsync(CheckClient client, Probe probe, CancellationToken cancellationToken)
    {
        var services = await probe.PeekAsync(Face.Xml, "services.xml", "services", accept: null, cancellationToken);
        if (!client.WasAnswered)
        {
            throw new UserErrorException($"{probe.Endpoint} cannot be checked: {services.Answer.Fault}.");
        }

        if (probe.Options.Jurisdiction is null && services.Answer.Status == 400 && services.Instead.Contains("jurisdiction", StringComparison.OrdinalIgnoreCase))
        {
            throw new UserErrorException($"This endpoint serves several jurisdictions; name one by --jurisdiction. It says: {Evidence.Clean(services.Instead)}");
        }
    }

    /// <summary>XML always; JSON where discovery announces it, or the caller wants it.</summary>
    private static async Task<IReadOnlyList<Face>> FacesAsync(Probe probe, Discovery discovery, CancellationToken cancellationToken)
    {
        var (sheet, json) = (probe.Sheet, probe.Options.Json);
        if (json == false)
        {
            sheet.Skip([GeneralRules.Announced, .. GeneralRules.OfJson, .. SparkRules.All], "only XML was asked for");
            return [Face.Xml];
        }

        var seen = await probe.PeekAsync(Face.Json, "services.json", "services", accept: null, cancellationToken);
        if (discovery.Folder is not null)
        {
            var isServed = seen.IsOk && seen.Answer.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase);
            sheet.Judge(
                GeneralRules.Announced, seen.Answer,
                isServed == discovery.AnnouncesJson ? null : isServed ? "served, but discovery does not announce it" : $"announced, but {seen.Instead}",
                isServed ? "announced and served" : "neither announced nor served");
        }

        if (json == true || discovery.AnnouncesJson || seen.IsOk)
        {
            return [Face.Xml, Face.Json];
        }

        sheet.Skip([.. GeneralRules.OfJson, .. SparkRules.All], "JSON is optional, and neither announced nor served");
        return [Face.Xml];
    }
}
