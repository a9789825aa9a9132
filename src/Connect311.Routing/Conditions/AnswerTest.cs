using System.Globalization;

namespace Connect311.Routing.Conditions;

/// <summary>What an answer must be.</summary>
internal abstract record AnswerTest
{
    public abstract string Asks { get; }

    /// <param name="answer">One text a choice; none when the question was not answered.</param>
    public abstract bool Passes(IReadOnlyList<string> answer);

    /// <summary>The finite number that an answer says, or null.</summary>
    public static double? NumberIn(string answer) =>
        double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>One of a list: texts as they are spelled, numbers by their value.</summary>
    internal sealed record OneOf(IReadOnlyList<string> Texts, IReadOnlyList<double> Numbers) : AnswerTest
    {
        public override string Asks =>
            string.Join(", ", Texts.Concat(Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))));

        public override bool Passes(IReadOnlyList<string> answer)
        {
            for (var i = 0; i < answer.Count; i++)
            {
                if (Contains(answer[i]))
                {
                    return true;
                }
            }

            return false;
        }

        private bool Contains(string answer)
        {
            for (var i = 0; i < Texts.Count; i++)
            {
                if (Texts[i] == answer)
                {
                    return true;
                }
            }

            return Numbers.Count > 0 && NumberIn(answer) is { } number && IsAmong(number);
        }

        private bool IsAmong(double number)
        {
            for (var i = 0; i < Numbers.Count; i++)
            {
                if (Numbers[i].Equals(number))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>A number within bounds, of which at least one is there.</summary>
    internal sealed record Within(double? AtLeast, double? AtMost, double? Above, double? Below) : AnswerTest
    {
        public override string Asks => string.Join(
            " and ",
            new[] { ("at least", AtLeast), ("at most", AtMost), ("above", Above), ("below", Below) }
                .Where(bound => bound.Item2 is not null)
                .Select(bound => string.Create(CultureInfo.InvariantCulture, $"{bound.Item1} {bound.Item2}")));

        public override bool Passes(IReadOnlyList<string> answer)
        {
            for (var i = 0; i < answer.Count; i++)
            {
                if (NumberIn(answer[i]) is { } number && IsWithin(number))
                {
                    return true;
                }
            }

            return false;
        }

        private bool IsWithin(double number) =>
            !(number < AtLeast) && !(number > AtMost) && !(number <= Above) && !(number >= Below);
    }

    /// <summary>Any answer, or none.</summary>
    internal sealed record Answered(bool IsAnswered) : AnswerTest
    {
        public override string Asks => IsAnswered ? "given" : "not given";

        public override bool Passes(IReadOnlyList<string> answer) => answer.Count > 0 == IsAnswered;
    }
}
