using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Tests.Catalog;

/// <summary>Translations stand beside the texts, by the English words, and say how far they can be relied on.</summary>
public sealed class TranslationTests
{
    private const string Spanish = "texts/es.json";

    [Fact]
    public void A_text_is_said_as_it_was_written_then_as_it_was_translated_then_in_English()
    {
        var city = Town("""{ "reviewed": { "Pothole": "Bache" }, "unreviewed": { "On the road": "En la calle", "Streets": "Calles" } }""");
        var types = city.Catalog.ServiceTypesByCode;

        Assert.Equal(("Bache", TranslationState.Reviewed), Said(types["pothole"].Name));
        Assert.Equal(("Bache: En la calle", TranslationState.Unreviewed), Said(types["pothole.road"].Name));
        Assert.Equal(("Bache: On a path", TranslationState.Missing), Said(types["pothole.path"].Name));
        Assert.Equal(("Calles", TranslationState.Unreviewed), Said(city.Catalog.Groups[0].Name));
        Assert.Equal("Streets", city.Catalog.Groups[0].Name.In("fr"));
        Assert.Equal(("Pothole", TranslationState.Reviewed), (types["pothole"].Name.In("en"), types["pothole"].Name.StateIn("en")));
    }

    [Fact]
    public void What_stands_with_the_text_itself_comes_before_a_translation()
    {
        var files = SmallCity.With(("groups.json", "{\"en\": \"Streets\"}", "{\"en\": \"Streets\", \"es\": \"Las calles\"}"));
        files[Spanish] = """{ "unreviewed": { "Streets": "Calles" } }""";

        Assert.Equal(("Las calles", TranslationState.Reviewed), Said(SmallCity.Read(files).Catalog.Groups[0].Name));
    }

    [Fact]
    public void The_reasons_of_rules_are_translated_too() =>
        Assert.Equal("El oeste.", Town("""{ "reviewed": { "The west.": "El oeste." } }""").Rules.ReasonOf("potholes-in-the-west").In("es"));

    [Theory]
    [InlineData(Spanish, """{ "reviewed": { "Pothole": "Bache" }, "unreviewed": { "Pothole": "Hoyo" } }""", "/unreviewed/Pothole duplicate")]
    [InlineData(Spanish, """{ "unreviewed": { "Nobody was in on {date}.": "No hubo nadie." } }""", "/unreviewed/Nobody was in on {date}. invalid-format")]
    [InlineData(Spanish, """{ "unreviewed": { "Pothole": 1 } }""", "/unreviewed/Pothole wrong-type")]
    [InlineData(Spanish, """{ "unreviewed": { "Pothole": "" } }""", "/unreviewed/Pothole required")]
    [InlineData(Spanish, """{ "checked": {} }""", "/checked unknown-member")]
    [InlineData("texts/en.json", "{}", " invalid-format")]
    [InlineData("texts/not a tag.json", "{}", " invalid-format")]
    public void A_bad_file_refuses_the_city(string file, string text, string fault) =>
        Assert.Equal([$"{file}:1 {fault}"], SmallCity.FaultsOf(SmallCity.Files.Append(new(file, text)).ToDictionary()));

    [Fact]
    public void New_York_speaks_the_languages_of_its_law_in_every_text()
    {
        var city = CityReader.Read(CityFiles.Read(new CityOptions().Folder), 1, 1);

        // New York City, Local Law 30 of 2017, and English.
        Assert.Equal(["ar", "bn", "en", "es", "fr", "ht", "ko", "pl", "ru", "ur", "zh-Hans", "zh-Hant"], Texts.AllLanguages.Order(StringComparer.Ordinal));
        foreach (var language in Texts.AllLanguages)
        {
            var missing = TextsOf(city.Catalog).Where(text => text.StateIn(language) == TranslationState.Missing).Select(text => text.In("en"));
            Assert.Empty(missing.Select(text => $"{language}: {text}").Take(5));
        }
    }

    [Theory]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("zh-TW", "zh-Hant")]
    [InlineData("zh-Hant-HK", "zh-Hant")]
    [InlineData("ES-mx", "es")]
    [InlineData("de", null)]
    public void A_tag_from_outside_is_taken_for_ours(string tag, string? ours) => Assert.Equal(ours, Texts.Known(tag));

    private static City Town(string spanish) => SmallCity.Read(SmallCity.Files.Append(new(Spanish, spanish)).ToDictionary());

    private static (string, TranslationState) Said(LocalText text) => (text.In("es"), text.StateIn("es"));

    private static IEnumerable<LocalText> TextsOf(Api.Catalog.Catalog catalog) =>
    [
        catalog.City.Name, catalog.Danger.Notice,
        .. catalog.Departments.Values.Select(department => department.Name),
        .. catalog.Groups.Select(group => group.Name),
        .. catalog.Outcomes.Values.SelectMany(outcome => outcome.Reasons.Select(reason => reason.Name).Append(outcome.Name).Append(outcome.Sentence)),
        .. catalog.ServiceTypes.SelectMany(type => type.Questions.SelectMany(question => question.Choices.Select(choice => choice.Name).Append(question.Text)).Append(type.Name)),
        .. catalog.ServiceTypes.Where(type => type.Information is not null).Select(type => type.Information!.Text),
    ];
}
