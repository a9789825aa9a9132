namespace Connect311.Routing.Conditions;

/// <summary>The answer to a question passes a test; of several choices one that passes is enough.</summary>
/// <param name="Question">The question's code.</param>
/// <param name="Test">What the answer must be.</param>
/// <param name="IsNeeded">Whether its rule cannot be decided without an answer; otherwise none fails the test.</param>
internal sealed record AnswerCondition(string Question, AnswerTest Test, bool IsNeeded) : Condition
{
    internal override Clause Asks => Test.AsksOf(Question);

    internal override Verdict Check(ref Situation report)
    {
        var answer = report.AnswerTo(Question);
        return answer.Count == 0 && IsNeeded ? Verdict.NeedsAnswer : Of(Test.Passes(answer));
    }

    internal override Clause Finds(ref Situation report) => FoundIn(ref report, Question);

    /// <summary>What was answered to a question; whoever may read it may read the answer too.</summary>
    internal static Clause FoundIn(ref Situation report, string question) => report.AnswerTo(question) is { Count: > 0 } answer
        ? new(ClauseCode.OtherAnswer, (ClauseValue.Question, [question]), (ClauseValue.Answers, answer))
        : new(ClauseCode.NoAnswer, (ClauseValue.Question, [question]));
}

/// <summary>The rule needs an answer to a question, whatever it is: without it nobody can tell whether the rule is the right one.</summary>
internal sealed record NeedsCondition(string Question) : Condition
{
    internal override Clause Asks => new(ClauseCode.AsksAnyAnswer, (ClauseValue.Question, [Question]));

    internal override Verdict Check(ref Situation report) =>
        report.AnswerTo(Question).Count == 0 ? Verdict.NeedsAnswer : Verdict.Holds;

    internal override Clause Finds(ref Situation report) => AnswerCondition.FoundIn(ref report, Question);
}
