namespace Connect311.Api.Open311.Check;

/// <summary>All that needs a POST, and only if it was asked for.</summary>
internal static class Posting
{
    private static readonly Rule[] WithoutKey = [.. PostRefusalRules.All.Take(2)];

    private static readonly Rule[] Rules =
        [.. PostRules.All, .. PostRefusalRules.All, .. AttributeRules.All, .. TokenRules.OfPosts, ErrorRules.Method, ErrorRules.Unreadable];

    public static async Task CheckAsync(Probe probe, IReadOnlyList<Face> faces, CancellationToken cancellationToken)
    {
        if (!probe.Options.Submit)
        {
            probe.Sheet.Skip(Rules, "nothing is posted without --submit");
            return;
        }

        var (material, why) = await Material.FindAsync(probe, cancellationToken);
        if (material is null)
        {
            probe.Sheet.Skip(Rules, why!);
            return;
        }

        foreach (var face in faces)
        {
            await CheckAsync(probe, face, material, cancellationToken);
        }
    }

    private static async Task CheckAsync(Probe probe, Face face, Material material, CancellationToken cancellationToken)
    {
        var valid = material.Valid.OrderByDescending(type => type.Key == "realtime").First().Value[0];
        await PostRefusalRules.CheckKeyAsync(probe, face, valid, cancellationToken);
        if (probe.Options.ApiKey is null)
        {
            probe.Sheet.Skip(Rules.Except(WithoutKey), "no key was given");
            return;
        }

        var taken = await PostRules.CheckAsync(probe, face, material, cancellationToken);
        await PostRefusalRules.CheckAsync(probe, face, taken ?? valid, cancellationToken);
        await AttributeRules.CheckAsync(probe, face, taken ?? valid, material, cancellationToken);
        await ErrorRules.CheckPostsAsync(probe, face, taken ?? valid, cancellationToken);
    }
}
