using System.Globalization;
using Connect311.Routing.Conditions;

namespace Connect311.Routing.Checks;

/// <summary>
/// The answers to one question that conditions can tell apart: every answer that the question takes fares with all
/// of them as one of these does.
/// </summary>
internal static class AnswerValues
{
    /// <summary>So many kinds of choices make 2^8 answers to a question of several choices; with more it is not looked into.</summary>
    private const int MaxKinds = 8;

    private static readonly string[] None = [];

    /// <param name="question">The question as a service type asks it; null when it does not.</param>
    /// <param name="conditions">What is asked of the answer.</param>
    /// <returns>The answers, none among them; null when there are too many to look at.</returns>
    public static List<IReadOnlyList<string>>? Of(KnownQuestion? question, IReadOnlyList<Condition> conditions)
    {
        var tests = conditions.OfType<AnswerCondition>().Select(condition => condition.Test).ToList();
        var answers = question switch
        {
            null => [],
            { Kind: AnswerKind.OneOf } => question.Choices.Select(choice => new[] { choice }),
            { Kind: AnswerKind.ManyOf } => Several(question.Choices, tests),
            { Kind: AnswerKind.Number } => Numbers(tests, question.Minimum, question.Maximum).Select(number => new[] { number }),
            _ => Texts(tests).Select(text => new[] { text }),
        };
        return answers is null ? null : [None, .. answers];
    }

    /// <summary>All sets of choices, of which those that fare alike count as one.</summary>
    private static IEnumerable<string[]>? Several(IEnumerable<string> choices, List<AnswerTest> tests)
    {
        var kinds = choices
            .GroupBy(choice => string.Concat(tests.Select(test => test.Passes([choice]) ? '1' : '0')))
            .Select(alike => alike.First())
            .ToList();
        return kinds.Count > MaxKinds
            ? null
            : Enumerable.Range(1, (1 << kinds.Count) - 1)
                .Select(set => kinds.Where((_, i) => (set & (1 << i)) != 0).ToArray());
    }

    /// <summary>Every bound, a number between each two, one beyond either end, and the texts that say a number.</summary>
    private static IEnumerable<string> Numbers(List<AnswerTest> tests, double? minimum, double? maximum)
    {
        var texts = TextsIn(tests).Where(text => AnswerTest.NumberIn(text) is not null).ToList();
        var cuts = tests.SelectMany(NumbersIn)
            .Concat(texts.Select(text => AnswerTest.NumberIn(text)!.Value))
            .Append(minimum ?? 0)
            .Append(maximum ?? 0)
            .Distinct().Order().ToList();
        return cuts
            .Concat(cuts.Zip(cuts.Skip(1), (low, high) => (low / 2) + (high / 2)))
            .Append(cuts[0] - Math.Max(1, Math.Abs(cuts[0])))
            .Append(cuts[^1] + Math.Max(1, Math.Abs(cuts[^1])))
            .Where(number => double.IsFinite(number) && !(number < minimum) && !(number > maximum))
            .Select(number => number.ToString("R", CultureInfo.InvariantCulture))
            .Concat(texts.Where(text => AnswerTest.NumberIn(text) is { } number && !(number < minimum) && !(number > maximum)))
            .Distinct();
    }

    /// <summary>Texts that are asked for, numbers, and one that is neither.</summary>
    private static IEnumerable<string> Texts(List<AnswerTest> tests)
    {
        var asked = TextsIn(tests).ToHashSet();
        var other = "other";
        while (asked.Contains(other))
        {
            other += "!";
        }

        return asked.Append(other).Concat(Numbers(tests, null, null)).Distinct();
    }

    private static IEnumerable<string> TextsIn(IEnumerable<AnswerTest> tests) =>
        tests.OfType<AnswerTest.OneOf>().SelectMany(test => test.Texts);

    private static IEnumerable<double> NumbersIn(AnswerTest test) => test switch
    {
        AnswerTest.OneOf among => among.Numbers,
        AnswerTest.Within bounds => new[] { bounds.AtLeast, bounds.AtMost, bounds.Above, bounds.Below }.OfType<double>(),
        _ => [],
    };
}
