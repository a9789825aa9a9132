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

    public int Reports { get; init; } = 1;
}

/// <summary>
/// Counts who reported something: each machine key is one voice; so are all reports that share a mail address or a phone number,
/// also by way of a third report that has both; and so are all anonymous ones together, since nothing shows them to be
/// independent.
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

    private static string[] NamesOf(VoiceRow report) => report switch
    {
        { SensorKey: { } key } => [$"sensor {key}"],
        { EmailHash: { } mail, PhoneHash: { } phone } => [$"mail {mail}", $"phone {phone}"],
        { EmailHash: { } mail } => [$"mail {mail}"],
        { PhoneHash: { } phone } => [$"phone {phone}"],
        _ => [Anonymous],
    };

    private static string Standing(Dictionary<string, string> names, string name)
    {
        while (names[name] != name)
        {
            name = names[name] = names[names[name]];
        }

        return name;
    }
}
