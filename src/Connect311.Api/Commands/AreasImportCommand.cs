using System.CommandLine;
using System.Globalization;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;

namespace Connect311.Api.Commands;

/// <summary><c>areas import</c>: a set of polygons out of somebody's GeoJSON file.</summary>
internal static class AreasImportCommand
{
    private const int MaxSetName = 50;
    private const int MaxSource = 200;

    public static Command Create()
    {
        var set = AreasCommand.Set();
        var file = new Argument<FileInfo>("file") { Description = "GeoJSON: a FeatureCollection of polygons in WGS 84, longitude first." };
        var code = new Option<string>("--code")
        {
            Description = "The property that tells the areas apart. Its values become codes: 'Staten Island' becomes staten-island.",
            Required = true,
        };
        var name = new Option<string>("--name") { Description = "The property with the areas' names. Default: the values of --code as they are." };
        var merge = new Option<bool>("--merge") { Description = "Take features with the same code as parts of one area, instead of refusing them." };
        var force = AreasCommand.Force();
        var command = new Command(
            "import",
            """
            Put an area set in force as a new version, in place of the one of that name.

            Servers take it within seconds; reports keep the areas that were found when they came in.
            A file with any fault is refused whole, and nothing is changed.
            """)
        {
            set, file, code, name, merge, force,
        };
        command.SetAction((parsed, token) => CommandHost.RunReadyAsync(
            (services, cancellation) => RunAsync(
                services,
                parsed.GetValue(set)!,
                parsed.GetValue(file)!,
                new(parsed.GetValue(code)!, parsed.GetValue(name), parsed.GetValue(merge)),
                parsed.GetValue(force),
                cancellation),
            token));
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, string set, FileInfo file, AreaNaming naming, bool isForced, CancellationToken cancellationToken)
    {
        if (!TextRules.IsCode(set) || set.Length > MaxSetName)
        {
            throw new UserErrorException($"The name of a set is made of {TextRules.CodeForm}, at most {MaxSetName} of them.");
        }

        var city = services.GetRequiredService<CurrentCity>().Value;
        var read = Read(set, file, naming, city.AreaSets[0]);
        var change = await AreaChangeReport.OfAsync(services, set, read.Set, cancellationToken);
        AreaChangeReport.RefuseLosses(change, isForced);
        var source = $"{file.Name}, {naming.Code}";
        var (version, isNew) = await services.GetRequiredService<AreaStore>()
            .ImportAsync(read, source[..Math.Min(source.Length, MaxSource)], city.AreasVersion, Actor.CommandLine, cancellationToken);
        var size = string.Create(CultureInfo.InvariantCulture, $"{set}: {read.Set.Areas.Count:N0} areas with {read.Set.Corners:N0} corners");
        Console.WriteLine(isNew
            ? $"{size} are in force as version {version}. Servers take them within seconds."
            : $"{size} are in force already as version {version}; nothing was changed.");
        AreaChangeReport.Print(change);
        return 0;
    }

    private static AreaFile Read(string set, FileInfo file, AreaNaming naming, AreaSet city)
    {
        var faults = new List<Fault>();
        return AreaFileReader.Read(set, GeoJsonFile.Read(file), naming, city, faults) ?? throw GeoJsonFile.Refused(file, faults);
    }
}
