namespace Connect311.Api.Incidents;

/// <summary>Reports that cannot be told apart by who sent them.</summary>
internal sealed record VoiceRow
{
    /// <summary>The machine's app key; null for people.</summary>
    public string? SensorKey { get; init; }

    /// <summary>Keyed hash of the mail address; null where none was given, or once erased.</summary>
    public string? EmailHash { get; init; }

    /// <summary>Keyed hash of the phone number.</summary>
    public string? PhoneHash { get; init; }

    /// <summary>Keyed hash of the device that it came from; null where it came from none, or once erased.</summary>
    public string? DeviceHash { get; init; }

    /// <summary>1 where its contact was erased, so that nobody can tell any more whose it was; else 0.</summary>
    public int Erased { get; init; }

    public int Reports { get; init; } = 1;
}

/// <summary>
/// Counts who reported something: each machine key is one voice; so are all reports that share a mail address, a phone number or a device,
/// also by way of a third report that has both; and so are all anonymous ones together, since nothing shows them to be
/// independent. Erasing a contact changes no number: how many there were is a fact about the past, and names nobody.
/// </summary>
internal static class Reporters
{
    private const string Anonymous = "anonymous";

    public static int Count(IEnumerable<VoiceRow> reports)
    {
        // Each name points to another of the same voice; one that points to itself stands for all of them.
        var names = new Dictionary<string, string>();
        foreach (var report in reports)
        {
            var own = NamesOf(report);
            foreach (var name in own)
            {
                names.TryAdd(name, name);
                names[Standing(names, name)] = Standing(names, own[0]);
            }
        }

        return names.Count(name => name.Key == name.Value);
    }

    /// <summary>
    /// The number behind a change. What was counted of reports whose contacts are erased by now stays counted while such reports
    /// are in, at most one for each; one that joins after it was erased adds none. An incident that has reports has a reporter.
    /// </summary>
    /// <param name="counted">The number before it.</param>
    /// <param name="before">The reports before it.</param>
    /// <param name="after">The reports behind it.</param>
    public static int Recount(int counted, IReadOnlyCollection<VoiceRow> before, IReadOnlyCollection<VoiceRow> after)
    {
        var (erased, reports) = (after.Where(voice => voice.Erased == 1).Sum(voice => voice.Reports), after.Sum(voice => voice.Reports));
        var hidden = erased == 0 ? 0 : Math.Min(counted - Count(Known(before)), erased);
        return Math.Clamp(Count(Known(after)) + hidden, Math.Min(1, reports), reports);
    }

    private static IEnumerable<VoiceRow> Known(IEnumerable<VoiceRow> reports) => reports.Where(report => report.Erased == 0);

    private static List<string> NamesOf(VoiceRow report)
    {
        if (report.SensorKey is { } key)
        {
            return [$"sensor {key}"];
        }

        (string Kind, string? Hash)[] known = [("mail", report.EmailHash), ("phone", report.PhoneHash), ("device", report.DeviceHash)];
        var names = known.Where(one => one.Hash is not null).Select(one => $"{one.Kind} {one.Hash}").ToList();
        return names.Count > 0 ? names : [Anonymous];
    }

    private static string Standing(Dictionary<string, string> names, string name)
    {
        while (names[name] != name)
        {
            name = names[name] = names[names[name]];
        }

        return name;
    }
}
