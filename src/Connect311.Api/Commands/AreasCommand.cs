using System.CommandLine;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Spectre.Console;

namespace Connect311.Api.Commands;

/// <summary><c>areas</c>: the sets of polygons that reports are placed in.</summary>
internal static class AreasCommand
{
    /// <summary>What a file gets that has no width of its own; a terminal keeps its own.</summary>
    private const int WidthOfFile = 120;

    public static Command Create() => new("areas", "Import the area sets that reports are placed in, such as police precincts; list or remove them.")
    {
        AreasImportCommand.Create(),
        List(),
        Remove(),
    };

    public static Argument<string> Set() => new("set") { Description = "The name of the set, such as precinct; rules and queues use it." };

    public static Option<bool> Force() => new("--force")
    {
        Description = "Go on although rules in force name areas that would be gone. They match no report there until they are changed.",
    };

    private static Command List()
    {
        var command = new Command("list", "List the area sets in force, the city's own first.");
        command.SetAction((_, token) => CommandHost.RunReadyAsync(
            async (services, cancellation) =>
            {
                var imported = (await services.GetRequiredService<AreaStore>().ListAsync(cancellation))
                    .Where(set => set.AreaCount > 0)
                    .ToDictionary(set => set.Name);
                var table = new Table().AddColumns("Set", "Areas", "Corners", "From", "Version", "Since").Border(TableBorder.Minimal);
                foreach (var set in services.GetRequiredService<CurrentCity>().Value.AreaSets)
                {
                    var version = imported.GetValueOrDefault(set.Name);
                    table.AddRow(
                        set.Name,
                        set.Areas.Count.ToString("N0", CultureInfo.InvariantCulture),
                        set.Corners.ToString("N0", CultureInfo.InvariantCulture),
                        Markup.Escape(version?.Source ?? "the city's files"),
                        version?.Version.ToString(CultureInfo.InvariantCulture) ?? "",
                        version?.ImportedAt.ToString("u", CultureInfo.InvariantCulture) ?? "");
                }

                if (Console.IsOutputRedirected)
                {
                    AnsiConsole.Profile.Width = WidthOfFile;
                }

                AnsiConsole.Write(table);
                return 0;
            },
            token));
        return command;
    }

    private static Command Remove()
    {
        var set = Set();
        var force = Force();
        var command = new Command("remove", "Take an imported set out of force. If the city's files have one of that name, it counts again.")
        {
            set,
            force,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => RemoveAsync(services, parsed.GetValue(set)!, parsed.GetValue(force), cancellation), token));
        return command;
    }

    private static async Task<int> RemoveAsync(IServiceProvider services, string set, bool isForced, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<AreaStore>();
        if (!(await store.ListAsync(cancellationToken)).Exists(version => version.Name == set && version.AreaCount > 0))
        {
            throw new UserErrorException($"No imported area set has the name {set}.");
        }

        var city = services.GetRequiredService<CurrentCity>().Value;
        var fromFiles = await services.GetRequiredService<CityStore>().FindAreaSetOfFilesAsync(set, cancellationToken);
        var change = await AreaChangeReport.OfAsync(services, set, fromFiles, cancellationToken);
        AreaChangeReport.RefuseLosses(change, isForced);
        var (version, _) = await store.RemoveAsync(set, city.AreasVersion, Actor.CommandLine, cancellationToken);
        Console.WriteLine($"{set}: the import is out of force with version {version}. Servers know it within seconds.");
        AreaChangeReport.Print(change);
        return 0;
    }
}
