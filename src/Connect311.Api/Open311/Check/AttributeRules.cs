namespace Connect311.Api.Open311.Check;

/// <summary>C4: answers to the attributes of a service.</summary>
internal static class AttributeRules
{
    private static readonly Rule Missing = new("C4.8", "A report without an attribute that is required is 400");
    private static readonly Rule WrongKey = new("C4.9", "A value that is no key of its list is 400");
    private static readonly Rule WrongType = new("C4.10", "A number that is none, or a datetime that is none, is 400");
    private static readonly Rule Answered = new("C4.18", "attribute[code] answers an attribute");
    private static readonly Rule Several = new("C4.19", "attribute[code][] answers a list of which several may be chosen");
    private static readonly Rule Repeated = Rule.Advice("C4.20", "So does attribute[code], given several times");
    private static readonly Rule Unknown = Rule.Advice("C4.23", "An attribute that the service does not have is 400");

    public static readonly Rule[] All = [Missing, WrongKey, WrongType, Answered, Several, Repeated, Unknown];

    private const int MostTries = 4;

    public static async Task CheckAsync(Probe probe, Face face, Post taken, Material material, CancellationToken cancellationToken)
    {
        var refused = taken.With(($"attribute[{ErrorRules.Nothing}]", "x"));
        ErrorRules.JudgeRefused(probe.Sheet, Unknown, await probe.PostAsync(face, refused, cancellationToken), 400);

        await OfAsync(Missing, "required", attribute => attribute["required"] == "true", (post, attribute) =>
            RefusedAsync(Missing, post.With((Material.NameOf(attribute), null))));
        await OfAsync(WrongKey, "a list", DefinitionRules.IsList, (post, attribute) =>
            RefusedAsync(WrongKey, post.With((Material.NameOf(attribute), ErrorRules.Nothing))));
        await OfAsync(WrongType, "a number or a datetime", attribute => attribute["datatype"] is "number" or "datetime", (post, attribute) =>
            RefusedAsync(WrongType, post.With((Material.NameOf(attribute), "nonsense"))));
        await OfAsync(Answered, "a plain one", attribute => attribute["datatype"] != "multivaluelist", async (post, attribute) =>
            await TakenAsync(Answered, [post.With((Material.NameOf(attribute), Material.AnswerOf(attribute, probe.Options.Now)))]));
        await OfAsync(Several, "a multivaluelist", attribute => attribute["datatype"] == "multivaluelist", async (post, attribute) =>
        {
            var posts = Asked(post, material, attribute);
            await TakenAsync(Several, [.. posts.Select(one => one.With(Chosen(attribute, Material.NameOf(attribute))))]);
            await TakenAsync(Repeated, [.. posts.Select(one => one.With((Material.NameOf(attribute), null)).With(Chosen(attribute, $"attribute[{attribute["code"]}]")))]);
        });

        async Task RefusedAsync(Rule rule, Post post) =>
            ErrorRules.JudgeRefused(probe.Sheet, rule, await probe.PostAsync(face, post, cancellationToken), 400);

        async Task TakenAsync(Rule rule, IReadOnlyList<Post> posts) =>
            PostRules.JudgeTaken(probe.Sheet, rule, (await PostRules.TryAsync(probe, face, posts, cancellationToken)).Seen);

        // Looks for the first attribute of a kind, and hands over a report with right answers to all that must be answered.
        async Task OfAsync(Rule rule, string kind, Func<Node, bool> isKind, Func<Post, Node, Task> check)
        {
            var (code, attributes) = material.Definitions.FirstOrDefault(definition => definition.Attributes.Any(isKind));
            if (code is null)
            {
                probe.Sheet.Skip(rule, $"no definition that was looked at has an attribute that is {kind}");
                return;
            }

            var plain = taken with { Form = [.. taken.Form.Where(field => !field.Name.StartsWith("attribute[", StringComparison.Ordinal))] };
            await check(plain.With([("service_code", code), .. Material.AnswersOf(attributes, probe.Options.Now)]), attributes.First(isKind));
        }
    }

    /// <summary>
    /// Reports to which an attribute may belong. Some servers ask it only after a certain answer to the list before it, which a
    /// definition cannot tell: each answer is tried.
    /// </summary>
    private static IReadOnlyList<Post> Asked(Post post, Material material, Node attribute)
    {
        var before = material.Definitions.First(definition => definition.Attributes.Contains(attribute)).Attributes
            .TakeWhile(other => other != attribute).LastOrDefault(DefinitionRules.IsList);
        return before is null
            ? [post]
            : [post, .. before.Items("values").Select(value => value["key"]).OfType<string>().Take(MostTries).Select(key => post.With((Material.NameOf(before), key)))];
    }

    private static (string, string?)[] Chosen(Node attribute, string name) =>
        [.. attribute.Items("values").Select(value => value["key"]).OfType<string>().Take(2).Select(key => (name, (string?)key))];
}
