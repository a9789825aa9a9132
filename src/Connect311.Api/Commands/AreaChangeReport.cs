using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Routing.Areas;

namespace Connect311.Api.Commands;

/// <summary>Tells the person at the keyboard what other areas change, and stops what would harm.</summary>
internal static class AreaChangeReport
{
    private const int MostCodes = 20;

    /// <summary>What it changes for the city in force to have these areas; null for none of that set.</summary>
    public static async Task<AreaChange> OfAsync(IServiceProvider services, string set, AreaSet? areas, CancellationToken cancellationToken)
    {
        var city = services.GetRequiredService<CurrentCity>().Value;
        var rules = await services.GetRequiredService<CityStore>().FindRuleSetAsync(city.Rules.Version, cancellationToken);
        return AreaChange.Of(city, set, areas, rules!);
    }

    /// <exception cref="UserErrorException">The change harms, and was not forced.</exception>
    public static void RefuseLosses(AreaChange change, bool isForced)
    {
        if (change.Faults.Count > 0)
        {
            throw new UserErrorException(
                $"Nothing was changed: the codes of one place's areas, put together, {Texts.Message(change.Faults[0], Texts.DefaultLanguage)}.");
        }

        if (change.Rules.Count > 0 && !isForced)
        {
            throw new UserErrorException(
                $"Nothing was changed: rules in force name areas that would be gone: {Listed(change)}. Change the rules first, or give --force; they match no report there until they are changed.");
        }
    }

    public static void Print(AreaChange change)
    {
        Print("New", change.Added);
        Print("Gone", change.Gone);
        if (change.Rules.Count > 0)
        {
            Console.WriteLine($"Warning: rules in force name areas that are gone, and match no report there: {Listed(change)}.");
        }
    }

    private static void Print(string what, IReadOnlyList<string> codes)
    {
        if (codes.Count > 0)
        {
            var more = codes.Count > MostCodes ? $" and {codes.Count - MostCodes} more" : "";
            Console.WriteLine($"{what}: {string.Join(", ", codes.Take(MostCodes))}{more}.");
        }
    }

    private static string Listed(AreaChange change) => string.Join(", ", change.Rules.Select(rule => $"{rule.Rule} ({rule.Area})"));
}
