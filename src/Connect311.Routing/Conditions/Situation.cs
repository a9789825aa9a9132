using System.Buffers;
using Connect311.Routing.Areas;

namespace Connect311.Routing.Conditions;

/// <summary>
/// A report as conditions look at it. The city's clock and the words of the description are read once, and only when a
/// rule asks.
/// </summary>
/// <param name="input">The report.</param>
/// <param name="areas">The areas that the place is taken to lie in; null for an unplaced report.</param>
/// <param name="zone">The time zone of the rule set.</param>
internal ref struct Situation(RoutingInput input, IReadOnlyList<AreaHit>? areas, TimeZoneInfo zone)
{
    private bool _isClockRead;
    private DateTime _localTime;
    private char[]? _words;
    private int _wordsLength;

    public readonly RoutingInput Input => input;

    public readonly IReadOnlyList<AreaHit>? Areas => areas;

    /// <summary>When the report was received, on the clocks of the city.</summary>
    public DateTime LocalTime
    {
        get
        {
            if (!_isClockRead)
            {
                _localTime = TimeZoneInfo.ConvertTime(input.ReceivedAt, zone).DateTime;
                _isClockRead = true;
            }

            return _localTime;
        }
    }

    /// <summary>The words of the description, as <see cref="PhraseList.Normalize"/> writes them; none without one.</summary>
    public ReadOnlySpan<char> Words
    {
        get
        {
            if (_words is null && input.Description is { } description)
            {
                _words = ArrayPool<char>.Shared.Rent(description.Length + PhraseList.AddedByNormalize);
                _wordsLength = PhraseList.Normalize(description, _words);
            }

            return _words.AsSpan(0, _wordsLength);
        }
    }

    /// <summary>Gives back what was borrowed; nothing may be asked afterwards.</summary>
    public void Dispose()
    {
        if (_words is not null)
        {
            ArrayPool<char>.Shared.Return(_words);
        }
    }

    /// <summary>The texts of an answer; none when the question was not answered.</summary>
    public readonly IReadOnlyList<string> AnswerTo(string question) =>
        input.Answers.TryGetValue(question, out var answer) ? answer : [];

    /// <summary>The area of a set that the place lies in, or null for none of them.</summary>
    public readonly string? CodeIn(string set)
    {
        for (var i = 0; i < areas!.Count; i++)
        {
            if (areas[i].Set == set)
            {
                return areas[i].Code;
            }
        }

        return null;
    }
}
