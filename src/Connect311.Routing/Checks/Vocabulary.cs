namespace Connect311.Routing.Checks;

/// <summary>The codes that a rule set may name: what a city's catalogue, departments and areas define now.</summary>
public sealed record Vocabulary
{
    public required IReadOnlyDictionary<string, KnownDepartment> Departments { get; init; }

    /// <summary>The service types that reports may have; information and diversions are none.</summary>
    public required IReadOnlyList<KnownServiceType> ServiceTypes { get; init; }

    public required IReadOnlyCollection<string> Groups { get; init; }

    /// <summary>Every channel by which reports come in.</summary>
    public required IReadOnlyCollection<string> Channels { get; init; }

    /// <summary>The codes of the areas of each set; null where any may be named.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyCollection<string>>? AreaSets { get; init; }
}

/// <param name="IsActive">Whether it takes new requests.</param>
/// <param name="Queues">Its named queues; null where any name may be used.</param>
public sealed record KnownDepartment(bool IsActive, IReadOnlyCollection<string>? Queues = null);

public sealed record KnownServiceType(string Code, string? Group, IReadOnlyList<KnownQuestion> Questions)
{
    internal KnownQuestion? Question(string code) => Questions.FirstOrDefault(question => question.Code == code);
}

/// <param name="Choices">The choices of <see cref="AnswerKind.OneOf"/> and <see cref="AnswerKind.ManyOf"/>.</param>
/// <param name="Minimum">The least number, or null.</param>
/// <param name="Maximum">The greatest number, or null.</param>
public sealed record KnownQuestion(
    string Code, AnswerKind Kind, IReadOnlyCollection<string> Choices, double? Minimum = null, double? Maximum = null)
{
    internal bool HasChoices => Kind is AnswerKind.OneOf or AnswerKind.ManyOf;
}

/// <summary>What kind of answer a question takes.</summary>
public enum AnswerKind
{
    Text,
    Number,
    OneOf,
    ManyOf,
}
