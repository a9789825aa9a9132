namespace Connect311.Routing;

/// <summary>A clause about a report, such as that its place is in Queens, to be said in any language.</summary>
/// <param name="Code">What it says; one of <see cref="ClauseCode"/>.</param>
/// <param name="Values">What it names, by <see cref="ClauseValue"/>: codes, numbers, dates, answers; never the description.</param>
/// <param name="Parts">The clauses that it is made of; none for most.</param>
public sealed record Clause(string Code, IReadOnlyDictionary<string, IReadOnlyList<string>> Values, IReadOnlyList<Clause> Parts)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoValues = [];

    internal Clause(string code, params (string Name, IReadOnlyList<string> Values)[] values)
        : this(code, values.ToDictionary(value => value.Name, value => value.Values), [])
    {
    }

    internal Clause(string code, IEnumerable<Clause> parts)
        : this(code, NoValues, [.. parts])
    {
    }

    /// <summary>This clause and all that it is made of.</summary>
    public IEnumerable<Clause> AndParts() => Parts.SelectMany(part => part.AndParts()).Prepend(this);
}

/// <summary>What clauses say: what a rule asks for, and (from <see cref="OtherServiceType"/> on) what the report has instead.</summary>
public static class ClauseCode
{
    public const string AsksServiceType = "asks-service-type";
    public const string AsksGroup = "asks-group";
    public const string AsksArea = "asks-area";
    public const string AsksOtherArea = "asks-other-area";
    public const string AsksAnswer = "asks-answer";
    public const string AsksNumber = "asks-number";
    public const string AtLeast = "at-least";
    public const string AtMost = "at-most";
    public const string Above = "above";
    public const string Below = "below";
    public const string AsksAnyAnswer = "asks-any-answer";
    public const string AsksNoAnswer = "asks-no-answer";
    public const string AsksChannel = "asks-channel";
    public const string AsksTime = "asks-time";
    public const string OnWeekdays = "on-weekdays";
    public const string FromClock = "from-clock";
    public const string FromDate = "from-date";
    public const string UntilDate = "until-date";
    public const string EveryYear = "every-year";
    public const string AsksWords = "asks-words";
    public const string AsksAll = "asks-all";
    public const string AsksAny = "asks-any";
    public const string AsksNot = "asks-not";

    public const string OtherServiceType = "other-service-type";
    public const string OtherGroup = "other-group";
    public const string OtherArea = "other-area";
    public const string NoArea = "no-area";
    public const string NoPlace = "no-place";
    public const string OtherAnswer = "other-answer";
    public const string NoAnswer = "no-answer";
    public const string OtherChannel = "other-channel";
    public const string OtherTime = "other-time";
    public const string Words = "words";
    public const string NoWords = "no-words";
    public const string NoDescription = "no-description";
    public const string NoneOf = "none-of";
    public const string Excluded = "excluded";
}

/// <summary>The names of what clauses name.</summary>
public static class ClauseValue
{
    public const string ServiceTypes = "serviceTypes";
    public const string Groups = "groups";
    public const string Set = "set";
    public const string Areas = "areas";
    public const string Question = "question";
    public const string Answers = "answers";
    public const string Number = "number";
    public const string Channels = "channels";
    public const string Weekdays = "weekdays";
    public const string Date = "date";
    public const string LastDate = "lastDate";
    public const string Clock = "clock";
    public const string LastClock = "lastClock";
    public const string Words = "words";
}
