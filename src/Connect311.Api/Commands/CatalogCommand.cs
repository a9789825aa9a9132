using System.CommandLine;
using Connect311.Api.Catalog;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Commands;

/// <summary><c>catalog</c>: a city's own files in place of New York's.</summary>
internal static class CatalogCommand
{
    public static Command Create() => new("catalog", "Check a city's files, or put them in force.")
    {
        Check(),
        Load(),
    };

    private static Argument<DirectoryInfo> Folder() => new("folder") { Description = "A folder made like db/seed/nyc." };

    private static Command Check()
    {
        var folder = Folder();
        var command = new Command("check", "Read a city's files and name every fault, with file and line; nothing is stored.") { folder };
        command.SetAction((parsed, token) => CommandHost.RunAsync(
            (_, _) =>
            {
                var city = CityReader.Read(CityFiles.Read(parsed.GetValue(folder)!.FullName), 1, 1);
                Console.WriteLine(Summary(city, "is sound"));
                return Task.FromResult(0);
            },
            token));
        return command;
    }

    private static Command Load()
    {
        var folder = Folder();
        var command = new Command("load", "Put a city's files in force as a new version; running servers take it within seconds.") { folder };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                var (city, isNew) = await services.GetRequiredService<CityStore>()
                    .InstallAsync(CityFiles.Read(parsed.GetValue(folder)!.FullName), Actor.CommandLine, cancellation);
                Console.WriteLine(Summary(city, isNew
                    ? $"is in force as version {city.Catalog.Version}"
                    : $"is in force already as version {city.Catalog.Version}; nothing was changed"));
                return 0;
            },
            token));
        return command;
    }

    private static string Summary(City city, string verdict) =>
        string.Concat(city.Warnings.Select(warning => $"Warning: {warning}\n"))
        + $"The catalogue of {city.Catalog.City.Name.In("en")} {verdict}: {city.Catalog.ServiceTypes.Count} service types, "
        + $"{city.Catalog.Departments.Count} departments, {city.Rules.RuleCount} rules, {city.AreaSets.Count} area set(s).";
}
