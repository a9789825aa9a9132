using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Tests.Triage;

/// <summary>The lifecycle as the README draws it, in Mermaid. What is alike in all statuses of work is drawn once, from their frame.</summary>
internal static class LifecycleDiagram
{
    private const string Frame = "work";

    private static readonly string[] Work = [RequestStatus.Acknowledged, RequestStatus.InProgress, RequestStatus.Waiting];

    public static string Text => string.Join('\n', Lines());

    private static IEnumerable<string> Lines()
    {
        var arrows = Lifecycle.Transitions.SelectMany(ArrowsOf)
            .GroupBy(arrow => (arrow.From, arrow.To), arrow => arrow.Action)
            .Select(ways => (ways.Key.From, ways.Key.To, Line: $"{IdOf(ways.Key.From)} --> {IdOf(ways.Key.To)}: {string.Join(", ", ways)}"))
            .ToLookup(arrow => Work.Contains(arrow.From) && Work.Contains(arrow.To), arrow => arrow.Line);
        return
        [
            "stateDiagram-v2",
            .. RequestStatus.All.Where(status => IdOf(status) != status).Select(status => $"    state \"{status}\" as {IdOf(status)}"),
            $"    state {Frame} {{",
            .. arrows[true].Select(line => "        " + line),
            "    }",
            $"    [*] --> {RequestStatus.Assigned}",
            $"    [*] --> {RequestStatus.Submitted}",
            .. arrows[false].Select(line => "    " + line),
        ];
    }

    private static IEnumerable<(string From, string To, string Action)> ArrowsOf(Transition line)
    {
        var isWhole = Work.All(line.From.Contains) && !Work.Contains(line.To);
        return line.From.Where(from => !isWhole || !Work.Contains(from)).Concat(isWhole ? [Frame] : [])
            .Select(from => (from, line.To, line.Action));
    }

    /// <summary>A hyphen ends a name there.</summary>
    private static string IdOf(string status) => status.Replace('-', '_');
}
