using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

using Change = Func<TestCall, Func<TestCall, TestReply>, TestReply>;

/// <summary>One way to be wrong.</summary>
/// <param name="Rule">The rule that it breaks.</param>
/// <param name="Change">Stands between the caller and the right server.</param>
internal sealed record Deviation(string Rule, Change Change)
{
    /// <summary>Rules that cannot but break along with it.</summary>
    public IReadOnlyList<string> Follow { get; init; } = [];

    /// <summary>Changes the data of the right server beforehand.</summary>
    public Action<RightServer> Prepare { get; init; } = _ => { };

    public string? Jurisdiction { get; init; }

    public Deviation With(params string[] follow) => this with { Follow = follow };

    /// <summary>Changes the tree of the answers to some calls.</summary>
    public static Deviation Tree(string rule, Func<TestCall, bool> when, Action<XElement> change) =>
        Reply(rule, when, reply => reply.Status == 200 ? reply.Changed(change) : reply);

    public static Deviation Tree(string rule, string path, Action<XElement> change) => Tree(rule, call => call.Path == path && !call.IsPost, change);

    /// <summary>Changes how the answers to some calls are written.</summary>
    public static Deviation Reply(string rule, Func<TestCall, bool> when, Func<TestReply, TestReply> change) =>
        new(rule, (call, next) => when(call) ? change(next(call)) : next(call));

    /// <summary>Answers some calls with an error in place of what is right.</summary>
    public static Deviation Error(string rule, Func<TestCall, bool> when, int status) =>
        new(rule, (call, next) => when(call) ? TestReply.Error(status, "This is wrong.") : next(call));

    /// <summary>Takes some calls for others.</summary>
    public static Deviation Mistaken(string rule, Func<TestCall, bool> when, Func<TestCall, TestCall> mistake) =>
        new(rule, (call, next) => next(when(call) ? mistake(call) : call));

    /// <summary>Answers some calls with a page for browsers.</summary>
    public static Deviation Page(string rule, Func<TestCall, bool> when, int status) => Reply(rule, when, reply => reply with
    {
        Status = status,
        ContentType = "text/html",
        Rewrite = _ => "<!DOCTYPE html><html><body><p>Sorry!<br></body></html>",
    });

    public override string ToString() => Rule;
}
