namespace Connect311.Benchmarks.Faults;

/// <summary>Where a run of a fault stands.</summary>
internal enum Phase
{
    Before,
    During,
    After,
}

/// <summary>One answer, as the caller saw it.</summary>
/// <param name="SentIn">When its request was sent.</param>
/// <param name="What">What was asked: one of the names in <see cref="AnswerBook"/>.</param>
/// <param name="Code">The code of a problem; null otherwise.</param>
/// <param name="SaysWhenAgain">Whether it has a <c>Retry-After</c>.</param>
/// <param name="At">When it was read, since the book was opened.</param>
internal sealed record Answer(Phase SentIn, string What, int Status, string? Code, bool SaysWhenAgain, TimeSpan Took, TimeSpan At)
{
    public bool IsDone => Status is >= 200 and < 300;

    public bool IsRefusal => Status == 503;

    /// <summary>A change that the server gave its word on.</summary>
    public bool IsAcknowledgement => IsDone && What is (AnswerBook.Submissions or AnswerBook.Acts);
}
