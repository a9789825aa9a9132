using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>The rule ids of decisions that no rule of the city made, and what the resident is told about them.</summary>
internal static class SystemRule
{
    public static readonly string[] All = [RuleSet.FallbackRule, RuleSet.UnplacedRule, RuleSet.UnansweredRule, RuleSet.UncertainRule];

    public static readonly LocalText Unplaced = Texts(
        "The report has no exact place yet, and the place decides who is responsible, so an operator looks at it first.",
        "El reporte aún no tiene un lugar exacto y el lugar decide quién es responsable, así que primero lo revisa un operador.");

    public static readonly LocalText Unanswered = Texts(
        "The report leaves a question open, and the answer decides who is responsible, so an operator looks at it first.",
        "El reporte deja una pregunta sin responder y la respuesta decide quién es responsable, así que primero lo revisa un operador.");

    public static readonly LocalText Uncertain = Texts(
        "The place lies so close to a boundary that more than one department may be responsible, so an operator looks at it first.",
        "El lugar está tan cerca de un límite que más de un departamento puede ser responsable, así que primero lo revisa un operador.");

    private static LocalText Texts(string english, string spanish) =>
        new(new Dictionary<string, string> { ["en"] = english, ["es"] = spanish });
}
