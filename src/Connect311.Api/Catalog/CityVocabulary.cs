using Connect311.Api.ServiceRequests;
using Connect311.Routing.Areas;
using Connect311.Routing.Checks;

namespace Connect311.Api.Catalog;

/// <summary>The codes that the rules of a city may name.</summary>
internal static class CityVocabulary
{
    private static readonly string[] Channels = [.. Channel.OfApps, Channel.Import];

    /// <summary>What the rules of a city may name.</summary>
    public static Vocabulary Of(City city) => Of(city.Catalog, city.AreaSets);

    /// <param name="catalog">Departments, service types and groups.</param>
    /// <param name="areaSets">The areas that rules may name; null when they may name any.</param>
    public static Vocabulary Of(Catalog catalog, IEnumerable<AreaSet>? areaSets) => new()
    {
        Departments = catalog.Departments.ToDictionary(
            department => department.Key, department => new KnownDepartment(department.Value.IsActive)),
        ServiceTypes = [.. catalog.ServiceTypesByCode.Values
            .Where(type => type.IsRequest)
            .OrderBy(type => type.Code, StringComparer.Ordinal)
            .Select(type => new KnownServiceType(type.Code, type.Group, [.. type.Questions.Select(Known)]))],
        Groups = catalog.Groups.Select(group => group.Code).ToHashSet(),
        Channels = Channels,
        AreaSets = areaSets?.ToDictionary(
            set => set.Name, IReadOnlyCollection<string> (set) => set.Areas.Select(area => area.Code).ToHashSet()),
    };

    private static KnownQuestion Known(Question question) => new(
        question.Code,
        question.Type switch
        {
            CatalogWords.OneOf => AnswerKind.OneOf,
            CatalogWords.ManyOf => AnswerKind.ManyOf,
            CatalogWords.Number => AnswerKind.Number,
            _ => AnswerKind.Text,
        },
        [.. question.Choices.Select(choice => choice.Code)],
        question.Minimum,
        question.Maximum);
}
