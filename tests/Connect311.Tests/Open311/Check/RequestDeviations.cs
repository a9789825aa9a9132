using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

/// <summary>C6 and C7: a server that lists other requests than those that were asked for, or tells them wrongly.</summary>
internal static class RequestDeviations
{
    public static IEnumerable<Deviation> All() => [.. Told(), .. Chosen(), .. Spans(), .. Dates(), .. One()];

    /// <summary>What a request says.</summary>
    private static IEnumerable<Deviation> Told()
    {
        yield return Deviation.Error("C6.1", IsPlain, 500);
        yield return Deviation.Tree("C6.2", IsPlain, tree => Second(tree, "service_code").Value = "");
        yield return Deviation.Tree("C6.3", IsPlain, tree => Second(tree, "zipcode").Remove());
        yield return Deviation.Tree("C6.4", IsPlain, tree => Second(tree, "status").Value = "in_progress");
        yield return Deviation.Tree("C6.5", IsPlain, tree => Second(tree, "updated_datetime").Value = "1994-11-05T08:15:30-05:00");
        yield return Deviation.Tree("C6.6", IsPlain, tree => Second(tree, "long").Value = "");
    }

    /// <summary>By id, service and status.</summary>
    private static IEnumerable<Deviation> Chosen()
    {
        yield return Deviation.Mistaken("C6.7", call => call.Has("service_request_id") && !call.Has("status"), call => call.With("service_request_id", call["service_request_id"]!.Split(',')[0]));
        yield return Deviation.Mistaken("C6.8", call => call.Has("service_request_id") && call.Has("status"), call => call.Without("service_request_id"));
        yield return Deviation.Mistaken("C6.9", call => call.Has("service_code") && !call.IsPost, call => call.Without("service_code"));
        yield return Deviation.Mistaken("C6.10", call => call["status"] == "closed", call => call.Without("status"));
        yield return Deviation.Mistaken("C6.19", call => call["status"] == "nonsense", call => call.Without("status"));
    }

    /// <summary>How long a list is.</summary>
    private static IEnumerable<Deviation> Spans()
    {
        yield return new("C6.12", (call, next) => IsPlain(call) ? RightServer.Listed(Everything()) : next(call));
        yield return Deviation.Reply("C6.13", IsPlain, reply => reply) with
        {
            Prepare = server =>
            {
                server.Most = int.MaxValue;
                server.Requests.InsertRange(2, Enumerable.Range(0, 1_000).Select(i => server.Requests[1] with { Id = $"many-{i}" }));
            },
        };
        yield return new Deviation("C6.14", (call, next) => IsLong(call) ? RightServer.Listed(Everything()) : next(call)).With("C6.15");
        yield return Deviation.Mistaken("C6.15", IsLong, call => call.Without("start_date"));
    }

    /// <summary>What dates mean.</summary>
    private static IEnumerable<Deviation> Dates()
    {
        yield return Deviation.Mistaken("C6.11", IsShort, call => call.Without("start_date", "end_date"));
        yield return Deviation.Mistaken("C6.16", call => call.Has("start_date") && !call.Has("end_date") && call["start_date"]!.EndsWith('Z'), call => call.Without("start_date"));
        yield return Deviation.Mistaken("C6.17", call => call.Has("end_date") && !call.Has("start_date"), call => call.Without("end_date"));
        yield return Deviation.Mistaken("C6.18", call => string.CompareOrdinal(call["start_date"], call["end_date"]) > 0 && call.Has("end_date"), call => call.Without("end_date"));
        yield return Deviation.Mistaken("C6.20", call => call["start_date"]?.Length == 19, call => call.With("start_date", $"{call["start_date"]}Z"));
        yield return Deviation.Mistaken("C6.21", call => call["start_date"] == "yesterday", call => call.Without("start_date"));
        yield return Deviation.Tree("C6.22", IsPlain, tree => tree.ReplaceNodes(tree.Elements().Reverse().ToList()));
        yield return Deviation.Error("C6.23", call => call["end_date"]?.StartsWith("1990", StringComparison.Ordinal) == true && !call.Has("service_request_id"), 404);
    }

    private static IEnumerable<Deviation> One()
    {
        yield return Deviation.Tree("C7.1", IsOne, tree => tree.Add(new XElement(tree.Elements().Single())));
        yield return Deviation.Tree("C7.2", IsOne, tree => tree.Descendants("address").Single().Value = "Elsewhere");
        yield return Deviation.Error("C7.3", call => call.Path == "requests/open311-check-no-such-thing", 400);
    }

    private static bool IsPlain(TestCall call) => call.Path == "requests" && !call.IsPost && call.Query.Count == 0;

    private static bool IsOne(TestCall call) => call.Path.StartsWith("requests/r", StringComparison.Ordinal);

    private static bool IsLong(TestCall call) => call["start_date"] == "2025-11-13T12:00:00Z";

    private static bool IsShort(TestCall call) => call["start_date"]?.StartsWith("2026-04", StringComparison.Ordinal) == true && call.Has("end_date");

    private static XElement Second(XElement list, string field) => list.Elements().ElementAt(1).Element(field)!;

    private static List<TestRequest> Everything() => new RightServer().Requests;
}
