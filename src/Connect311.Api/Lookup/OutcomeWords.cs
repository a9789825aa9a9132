using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Routing.Documents;

namespace Connect311.Api.Lookup;

/// <summary>Says how a request ended, in words of its outcome and of what was said with the closing.</summary>
internal static class OutcomeWords
{
    /// <param name="code">The outcome, or null.</param>
    /// <param name="closing">The event that closed it; null where it came in closed.</param>
    public static PublicOutcome? Of(string? code, string status, PublicEventRow? closing, City city, string language)
    {
        if (code is null)
        {
            return null;
        }

        if (status == RequestStatus.Cancelled)
        {
            return new(code, Texts.Cancellation(code, language), Texts.Cancellation($"{code}-sentence", language));
        }

        return city.Catalog.Outcomes.TryGetValue(code, out var outcome)
            ? new(code, outcome.Name.In(language), SentenceOf(outcome, closing, city.Catalog.City.TimeZone, language))
            : new(code, code, "");
    }

    /// <summary>
    /// The outcome's sentence with what was said in it. Where something of it is not known, since it was closed before the
    /// outcome needed it, or it was erased, the name of the outcome stands alone.
    /// </summary>
    private static string SentenceOf(Outcome outcome, PublicEventRow? closing, TimeZoneInfo timeZone, string language)
    {
        // A sentence that is missing in this language is an English one throughout.
        var spoken = outcome.Sentence.StateIn(language) != TranslationState.Missing ? language : LocalText.DefaultLanguage;
        var sentence = outcome.Sentence.In(spoken);
        foreach (var (name, member) in Evidence.Placeholders.Where(placeholder => outcome.Needs.Contains(placeholder.Value)))
        {
            var word = $"{{{name}}}";
            if (!sentence.Contains(word, StringComparison.Ordinal))
            {
                continue;
            }

            if ((closing is null ? null : ValueOf(member, outcome, closing, timeZone, spoken)) is not { } value)
            {
                return $"{outcome.Name.In(language)}.";
            }

            sentence = sentence.Replace(word, value, StringComparison.Ordinal);
        }

        return sentence;
    }

    private static string? ValueOf(string member, Outcome outcome, PublicEventRow closing, TimeZoneInfo timeZone, string language)
    {
        var data = EventData.Read(closing.Data);
        return member switch
        {
            Evidence.VisitedAt => data.VisitedAt is { } at ? DateOf(TimeZoneInfo.ConvertTime(at, timeZone), language) : null,
            Evidence.DuplicateOf => data.DuplicateOf,
            Evidence.Reason => outcome.Reasons.FirstOrDefault(reason => reason.Code == data.Reason)?.Name.In(language),
            _ => EventText.Of(closing.Content, Evidence.ReferredTo),
        };
    }

    private static string DateOf(DateTimeOffset at, string language) =>
        at.ToString(Texts.DateForm(language), CultureInfo.GetCultureInfo(language));
}
