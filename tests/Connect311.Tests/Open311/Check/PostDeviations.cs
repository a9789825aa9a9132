using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

/// <summary>C4 and C5: a server that takes what it should refuse, and refuses what it should take.</summary>
internal static class PostDeviations
{
    public static IEnumerable<Deviation> All() => [.. Taken(), .. Refused(), .. Told(), .. Tokens()];

    /// <summary>Reports that must be refused.</summary>
    private static IEnumerable<Deviation> Taken()
    {
        yield return Deviation.Mistaken("C4.1", call => call.IsPost && !call.Has("api_key"), call => call.With("api_key", RightServer.Key));
        yield return Deviation.Mistaken("C4.2", call => call.IsPost && call.Has("api_key"), call => call.With("api_key", RightServer.Key));
        yield return Deviation.Error("C4.3", call => IsReport(call) && !call.Has("service_code"), 404);
        yield return Deviation.Error("C4.4", call => IsReport(call) && call["service_code"] == "open311-check-no-such-thing", 400);
        yield return Deviation.Mistaken("C4.5", call => IsReport(call) && !call.Has("lat") && !call.Has("long"), call => call.With("address_id", "1"));
        yield return Deviation.Mistaken("C4.6", call => IsReport(call) && call.Has("lat") != call.Has("long"), call => call.With("lat", "1").With("long", "1"));
        yield return Deviation.Mistaken("C4.7", call => IsReport(call) && call["lat"] == "90.5", call => call.With("lat", "90"));
        yield return Deviation.Mistaken("C4.8", call => IsReport(call) && call["service_code"] == "streetlight" && !call.Has("attribute[POLE]"), call => call.With("attribute[POLE]", "1"));
        yield return Deviation.Mistaken("C4.9", call => IsReport(call) && call["attribute[KIND]"] == "open311-check-no-such-thing", call => call.With("attribute[KIND]", "old"));
        yield return Deviation.Mistaken("C4.10", call => IsReport(call) && call["attribute[COUNT]"] == "nonsense", call => call.Without("attribute[COUNT]"));
        yield return Deviation.Mistaken("C4.11", call => IsReport(call) && call["description"]?.Length > 4_000, call => call.With("description", "cut"));
        yield return Deviation.Mistaken("C4.23", IsReport, call => call.Without("attribute[open311-check-no-such-thing]"));
    }

    /// <summary>Reports that must be taken.</summary>
    private static IEnumerable<Deviation> Refused()
    {
        yield return Deviation.Error("C4.12", call => IsReport(call) && call["service_code"] == "graffiti", 400);
        yield return Deviation.Error("C4.17", call => IsReport(call) && call.Has("address_string"), 400);
        yield return Deviation.Error("C4.18", call => IsReport(call) && call.Form.Where(IsAttribute).ToList() is [("attribute[POLE]", _)], 400);
        yield return Deviation.Error("C4.19", call => IsReport(call) && call.Has("attribute[PARTS][]"), 400);
        yield return Deviation.Error("C4.20", call => IsReport(call) && call.Has("attribute[PARTS]"), 400);
        yield return Deviation.Error("C4.21", call => IsReport(call) && call.Form.Contains(("media_url", "")), 400);
        yield return Deviation.Error("C4.22", call => IsReport(call) && call.Query.Any(field => field.Name == "api_key"), 403);
    }

    /// <summary>What is told of those that were taken.</summary>
    private static IEnumerable<Deviation> Told()
    {
        yield return Deviation.Tree("C4.13", call => IsReport(call) && call["service_code"] == "noise", tree => tree.Elements().Single().AddFirst(new XElement("token", "early"))).With("C5.3");
        yield return Deviation.Reply("C4.14", call => IsReport(call), reply => reply.Status == 200 ? reply with { Status = 201 } : reply);
        yield return Deviation.Tree("C4.15", IsReadBack, tree => tree.Descendants("service_code").Single().Value = "other");
        yield return Deviation.Tree("C4.16", IsReadBack, tree => tree.Descendants("description").Single().Value = "Conformance check of this Open311 server, please ignore. gr??er");
    }

    private static IEnumerable<Deviation> Tokens()
    {
        yield return Deviation.Error("C5.1", call => call.Path == "tokens/open311-check-no-such-thing", 400);
        yield return Deviation.Tree("C5.2", call => call.Path.StartsWith("tokens/", StringComparison.Ordinal), tree => tree.Descendants("token").Single().Value = "other");
        yield return Deviation.Error("C5.3", call => call.Path.StartsWith("tokens/token-", StringComparison.Ordinal), 404);
    }

    private static bool IsReport(TestCall call) => call is { IsPost: true, Path: "requests" };

    private static bool IsReadBack(TestCall call) => call.Path.StartsWith("requests/new-", StringComparison.Ordinal);

    private static bool IsAttribute((string Name, string Value) field) => field.Name.StartsWith("attribute[", StringComparison.Ordinal);
}
