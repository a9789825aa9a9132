using System.Text;
using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

/// <summary>For each rule a server that breaks it, and nothing else that need not break along.</summary>
internal static class Deviations
{
    public static IReadOnlyList<Deviation> All { get; } =
        [.. General(), .. Discovery(), .. Services(), .. PostDeviations.All(), .. RequestDeviations.All(), .. Errors()];

    private static IEnumerable<Deviation> General()
    {
        yield return Deviation.Reply("C0.1", IsUnknownToken, reply => reply with { Status = 302, Headers = new Dictionary<string, string> { ["Location"] = "http://elsewhere.example/" } }).With("C5.1");
        yield return Deviation.Reply("C0.2", Is("services"), reply => reply with { Encoding = Encoding.Latin1 });
        yield return Deviation.Reply("C0.3", Is("services/pothole", "xml"), Text(text => text.Replace("<service_definition>", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><service_definition>", StringComparison.Ordinal))).With("C3.10");
        yield return Deviation.Reply("C0.4", Is("services", "xml"), Text(text => text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
        yield return Deviation.Reply("C0.5", Is("services", "xml"), reply => reply with { ContentType = "text/xml" });
        yield return Deviation.Reply("C0.6", Is("services", "xml"), Text(text => text.Replace("<services>", "<services xmlns=\"urn:x\">", StringComparison.Ordinal)));
        yield return Deviation.Tree("C0.7", "services", tree => tree.Elements().First().Add(new XElement("rss", "x")));
        yield return Deviation.Tree("C0.8", "discovery", tree => tree.Descendants("format").Last().Remove());
        yield return Deviation.Reply("C0.9", Is("services/pothole", "json"), Text(text => text.Replace("{\"service_code\"", "{\"service_code\":\"x\",\"service_code\"", StringComparison.Ordinal))).With("C3.10");
        yield return Deviation.Reply("C0.10", Is("services", "json"), reply => reply with { ContentType = "application/json" });
        yield return Deviation.Reply("C0.11", Is("services", "json"), Text(text => $"{{\"services\":{text}}}"));
        yield return Deviation.Reply("C0.12", Is("services", "json"), Text(text => text.Replace("A pothole", "No pothole", StringComparison.Ordinal)));
        yield return Deviation.Reply("C0.13", Is("services", "json"), Text(text => text.Replace("null", "\"\"", StringComparison.Ordinal)));
        yield return Deviation.Reply("C0.14", call => call.Path.StartsWith("requests", StringComparison.Ordinal), Text(text => text.Replace(":40.5", ":\"40.5\"", StringComparison.Ordinal)));
        yield return Deviation.Tree("C0.15", call => call.Path.StartsWith("requests", StringComparison.Ordinal) && !call.IsPost, tree => tree.Descendants("expected_datetime").ToList().ForEach(time => time.Value = time.Value[..19]));
        yield return new("C0.16", (call, next) => call.Path == "requests" && call.Query.Contains(("status", "")) ? RightServer.Listed([]) : next(call));
        yield return Deviation.Error("C0.17", call => call.Has("jurisdiction_id"), 400);
        yield return Deviation.Error("C0.18", call => !call.Has("jurisdiction_id"), 404) with { Jurisdiction = "example.org" };
        yield return Deviation.Error("C0.19", IsUnknownToken, 403).With("C5.1");
        yield return Deviation.Error("C0.20", call => call.Suffix == "yaml", 404);
        yield return new("C0.21", IgnoringAccept);
        yield return Deviation.Reply("C0.22", call => call.Has("callback"), reply => reply with { ContentType = "text/javascript", Rewrite = text => $"open311check({text})" });
    }

    private static IEnumerable<Deviation> Discovery()
    {
        yield return Deviation.Error("C1.1", Is("discovery", "xml"), 404);
        yield return Deviation.Error("C1.2", Is("discovery", "json"), 404);
        yield return Deviation.Tree("C1.3", "discovery", tree => tree.Element("contact")!.Remove());
        yield return Deviation.Tree("C1.4", "discovery", tree => tree.Element("changeset")!.Value = "last Tuesday");
        yield return Deviation.Tree("C1.5", "discovery", tree => tree.Descendants("endpoint").Single().Element("changeset")!.Remove());
        yield return Deviation.Tree("C1.6", "discovery", tree => tree.Descendants("specification").Single().Value = "http://wiki.open311.org/GeoReport_v1").With("C0.8");
        yield return Deviation.Tree("C1.7", "discovery", tree => tree.Descendants("type").Single().Value = "staging");
        yield return Deviation.Tree("C1.8", "discovery", tree => tree.Descendants("formats").Single().Add(new XElement("format", "csv")));
        yield return Deviation.Tree("C1.9", "discovery", tree => tree.Descendants("url").Single().Value = "https://elsewhere.example/v2");
    }

    private static IEnumerable<Deviation> Services()
    {
        yield return Deviation.Tree("C2.1", "services", tree => tree.RemoveNodes());
        yield return Deviation.Tree("C2.2", "services", tree => tree.Elements().Last().Element("service_name")!.Value = "");
        yield return Deviation.Tree("C2.3", "services", tree => tree.Elements().Last().Element("group")!.Remove());
        yield return Deviation.Tree("C2.4", "services", tree => tree.Elements().Last().Element("metadata")!.Value = "False").With("C0.14");
        yield return Deviation.Tree("C2.5", "services", tree => Named(tree, "streetlight").Element("type")!.Value = "sometimes");
        yield return Deviation.Tree("C2.6", "services", tree => tree.Add(new XElement(Named(tree, "streetlight"))));
        yield return Deviation.Error("C2.7", call => call.Path == "services/streetlight", 404);
        yield return new("C2.8", (call, next) => call.Path == "services/pothole" ? new(200, RightTrees.Definition("pothole", hasAttributes: true)) : next(call));
        yield return Deviation.Tree("C3.1", "services/streetlight", tree => tree.Element("service_code")!.Value = "other");
        yield return Deviation.Tree("C3.2", Is("services/streetlight", "xml"), tree => tree.Element("attributes")!.ReplaceWith(tree.Element("attributes")!.Elements())).With("C0.12");
        yield return Deviation.Tree("C3.3", "services/streetlight", tree => tree.Descendants("datatype_description").First().Remove());
        yield return Deviation.Tree("C3.4", "services/streetlight", tree => tree.Descendants("required").Last().Value = "no").With("C0.14");
        yield return Deviation.Tree("C3.5", "services/streetlight", tree => tree.Descendants("datatype").Last().Value = "varchar");
        yield return Deviation.Tree("C3.6", "services/streetlight", tree => tree.Descendants("order").Last().Value = "1");
        yield return Deviation.Tree("C3.7", "services/streetlight", tree => tree.Descendants("value").First().Element("name")!.Remove());
        yield return Deviation.Tree("C3.8", "services/streetlight", TwiceTheLast);
        yield return Deviation.Error("C3.9", call => call.Path == "services/open311-check-no-such-thing", 400);
        yield return Deviation.Error("C3.10", call => call.Path == "services/pothole", 404);
    }

    private static IEnumerable<Deviation> Errors()
    {
        var isUnknownService = Is("services/open311-check-no-such-thing");
        yield return Deviation.Page("C8.1", isUnknownService, 404);
        yield return Deviation.Reply("C8.2", isUnknownService, reply => reply.Changed(tree => tree.Descendants("code").Single().Value = ""));
        yield return Deviation.Reply("C8.3", isUnknownService, reply => reply.Changed(tree => tree.Descendants("description").Single().Remove()));
        yield return Deviation.Error("C8.4", isUnknownService, 422).With("C3.9");
        yield return Deviation.Page("C8.5", call => call.Path == "open311-check-no-such-thing", 404);
        yield return Deviation.Error("C8.6", call => call.IsPost && call.Path == "services", 405);
        yield return Deviation.Error("C8.7", call => call["service_request_id"]?.Length > 5_000, 500);
        yield return Deviation.Error("C8.8", call => call.ContentType == "multipart/form-data", 500);
        yield return new("C8.9", BusyOnce());
    }

    public static Func<TestCall, bool> Is(string path, string? suffix = null) => call => call.Path == path && !call.IsPost && (suffix is null || call.Suffix == suffix);

    private static Func<TestReply, TestReply> Text(Func<string, string> rewrite) => reply => reply with { Rewrite = rewrite };

    private static bool IsUnknownToken(TestCall call) => call.Path == "tokens/open311-check-no-such-thing";

    private static XElement Named(XElement services, string code) => services.Elements().First(service => service.Element("service_code")!.Value == code);

    private static void TwiceTheLast(XElement definition)
    {
        var twin = new XElement(definition.Descendants("attribute").Last());
        twin.Element("order")!.Value = "7";
        definition.Element("attributes")!.Add(twin);
    }

    private static TestReply IgnoringAccept(TestCall call, Func<TestCall, TestReply> next) => call.Suffix.Length > 0 || !call.IsJson
        ? next(call)
        : next(call) with { ContentType = "text/xml; charset=utf-8", Rewrite = _ => SparkWriter.Xml(RightTrees.Services()) };

    /// <summary>Says once that it is busy, in no form, and asks to come again at once.</summary>
    private static Func<TestCall, Func<TestCall, TestReply>, TestReply> BusyOnce()
    {
        var times = 0;
        return (call, next) => call.Path == "services" && Interlocked.Increment(ref times) == 1
            ? next(call) with { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "0" }, Rewrite = _ => "Too many!" }
            : next(call);
    }
}
