using System.Globalization;

namespace Connect311.Routing.Conditions;

/// <summary>The answer to a question is one of a list, or a number within bounds.</summary>
public sealed record AnswerCondition(
    string Question, IReadOnlyList<string>? In, double? AtLeast, double? AtMost) : Condition
{
    public override Verdict Check(RoutingInput input, TimeZoneInfo zone) =>
        Of(input.Answers.TryGetValue(Question, out var answer) && Fulfils(answer));

    public override string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone) =>
        input.Answers.ContainsKey(Question)
            ? $"the answer to {Question} is another"
            : $"the question {Question} was not answered";

    private bool Fulfils(IReadOnlyList<string> answer)
    {
        for (var i = 0; i < answer.Count; i++)
        {
            if (In is not null ? In.Contains(answer[i]) : IsWithin(answer[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWithin(string answer) =>
        double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= (AtLeast ?? double.MinValue)
        && number <= (AtMost ?? double.MaxValue);
}
