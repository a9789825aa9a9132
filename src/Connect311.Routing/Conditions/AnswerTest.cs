using System.Globalization;

namespace Connect311.Routing.Conditions;

/// <summary>What an answer must be.</summary>
internal abstract record AnswerTest
{
    /// <summary>What is asked of the answer to a question.</summary>
    public abstract Clause AsksOf(string question);

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
        public override Clause AsksOf(string question) => new(
            ClauseCode.AsksAnswer,
            (ClauseValue.Question, [question]),
            (ClauseValue.Answers, [.. Texts, .. Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]));

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
        public override Clause AsksOf(string question) =>
            new Clause(ClauseCode.AsksNumber, (ClauseValue.Question, [question])) with
            {
                Parts =
                [
                    .. new[] { (ClauseCode.AtLeast, AtLeast), (ClauseCode.Above, Above), (ClauseCode.AtMost, AtMost), (ClauseCode.Below, Below) }
                        .Where(bound => bound.Item2 is not null)
                        .Select(bound => new Clause(
                            bound.Item1, (ClauseValue.Number, [bound.Item2!.Value.ToString(CultureInfo.InvariantCulture)]))),
                ],
            };

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
        public override Clause AsksOf(string question) =>
            new(IsAnswered ? ClauseCode.AsksAnyAnswer : ClauseCode.AsksNoAnswer, (ClauseValue.Question, [question]));

        public override bool Passes(IReadOnlyList<string> answer) => answer.Count > 0 == IsAnswered;
    }
}
