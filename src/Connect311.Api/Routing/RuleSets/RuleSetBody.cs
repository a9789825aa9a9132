using System.Globalization;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>Rule sets and rules as they come in. What cannot be read as one is refused with its place in the document.</summary>
internal static class RuleSetBody
{
    /// <summary>A document may be wrong in more places than anybody wants to hear of.</summary>
    private const int MostFaults = 1_000;

    /// <summary>The most that is taken, told to the server.</summary>
    public static TBuilder TakesRuleSets<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(RuleSetText.MaxBytes));

    public static ValueTask<RequestBody> ReadAsync(HttpContext context) =>
        RequestBody.ReadAsync(context, maxBytes: RuleSetText.MaxBytes);

    /// <summary>Why a document is no rule set, or null.</summary>
    public static ProblemResult? Refusal(JsonElement document)
    {
        var faults = new List<Fault>();
        RuleSetReader.Read(document, faults);
        return Refusal(faults);
    }

    public static ProblemResult? Refusal(List<Fault> faults) =>
        faults.Count == 0 ? null : new(ProblemCode.ValidationFailed, [.. faults.Take(MostFaults)]);

    /// <summary>The version that a new draft shall be made from; null where the body is a document.</summary>
    public static int? BasedOn(JsonElement body, List<Fault> faults)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.EnumerateObject().Any(member => member.NameEquals("basedOn")))
        {
            return null;
        }

        var root = new ObjectReader(body, "", faults);
        root.Require("basedOn");
        var version = root.Whole("basedOn", 1, int.MaxValue);
        root.End();
        return version ?? 0;
    }

    /// <summary>Notes what is wrong with a rule for an address; its own faults show when the whole is read.</summary>
    public static void CheckRule(JsonElement body, string id, List<Fault> faults)
    {
        var root = new ObjectReader(body, "", faults);
        if (faults.Count == 0 && root.RequiredCode("id") != id && faults.Count == 0)
        {
            root.Add("id", FaultCodes.UnknownValue, "allowed", id);
        }
    }

    /// <summary>Faults of a rule in a document, with their places in the rule alone.</summary>
    public static List<Fault> OfRule(IEnumerable<Fault> faults, int index)
    {
        var rule = string.Create(CultureInfo.InvariantCulture, $"/rules/{index}");
        return [.. faults.Select(fault => fault.Field == rule || fault.Field.StartsWith(rule + "/", StringComparison.Ordinal)
            ? fault with { Field = fault.Field[rule.Length..] }
            : fault)];
    }
}
