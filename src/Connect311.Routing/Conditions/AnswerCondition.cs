namespace Connect311.Routing.Conditions;

/// <summary>The answer to a question passes a test; of several choices one that passes is enough.</summary>
/// <param name="Question">The question's code.</param>
/// <param name="Test">What the answer must be.</param>
/// <param name="IsNeeded">Whether its rule cannot be decided without an answer; otherwise none fails the test.</param>
internal sealed record AnswerCondition(string Question, AnswerTest Test, bool IsNeeded) : Condition
{
    internal override string Asks => $"the answer to {Question} is {Test.Asks}";

    internal override Verdict Check(ref Situation report)
    {
        var answer = report.AnswerTo(Question);
        return answer.Count == 0 && IsNeeded ? Verdict.NeedsAnswer : Of(Test.Passes(answer));
    }

    internal override string Finds(ref Situation report) => report.AnswerTo(Question).Count == 0
        ? $"the question {Question} was not answered"
        : $"the answer to {Question} is {(Test.Passes(report.AnswerTo(Question)) ? "such" : "another")}";
}

/// <summary>The rule needs an answer to a question, whatever it is: without it nobody can tell whether the rule is the right one.</summary>
internal sealed record NeedsCondition(string Question) : Condition
{
    internal override string Asks => $"the question {Question} is answered";

    internal override Verdict Check(ref Situation report) =>
        report.AnswerTo(Question).Count == 0 ? Verdict.NeedsAnswer : Verdict.Holds;

    internal override string Finds(ref Situation report) =>
        $"the question {Question} was {(report.AnswerTo(Question).Count == 0 ? "not " : "")}answered";
}
