using System.Globalization;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Requests;

/// <summary>Where requests must lie: in a box, or near a point.</summary>
internal static class PlaceQuery
{
    private const string BoxForm = "minLong,minLat,maxLong,maxLat";
    private const double MetresOfDegree = 111_195;
    private const double DefaultMetres = 750;
    private const double MostMetres = 20_000;

    /// <summary>A list narrowed to what the arguments say of places; faults are noted with them.</summary>
    public static Open311Sql.ListParameters Add(Arguments arguments, Open311Sql.ListParameters list)
    {
        if (BoxOf(arguments) is [var west, var south, var east, var north])
        {
            list = list with { West = west, South = south, East = east, North = north };
        }

        if (arguments.One("lat") is null && arguments.One("long") is null)
        {
            return list;
        }

        var (latitude, longitude) = (NumberOf(arguments, "lat", -90, 90), NumberOf(arguments, "long", -180, 180));
        var metres = arguments.One("radius") is null ? DefaultMetres : NumberOf(arguments, "radius", 1, MostMetres);
        return list with
        {
            Latitude = latitude,
            Longitude = longitude,
            Metres = metres,
            MetresNorth = MetresOfDegree,
            MetresEast = MetresOfDegree * Math.Cos(latitude * Math.PI / 180),
        };
    }

    /// <summary>The four edges; null where there is no box, or a fault was noted.</summary>
    private static double[]? BoxOf(Arguments arguments)
    {
        if (arguments.One("bbox") is not { } text)
        {
            return null;
        }

        var edges = text.Split(',').Select(NumberOf).ToList();
        if (edges is not [{ } west, { } south, { } east, { } north] || south > north || west > east || south < -90 || north > 90 || west < -180 || east > 180)
        {
            arguments.Faults.Add(new("/bbox", FaultCodes.InvalidFormat, "expected", BoxForm));
            return null;
        }

        return [west, south, east, north];
    }

    private static double NumberOf(Arguments arguments, string name, double least, double most)
    {
        if (arguments.One(name) is not { } text)
        {
            arguments.Faults.Add(new($"/{name}", FaultCodes.Required));
        }
        else if (NumberOf(text) is not { } number || number < least || number > most)
        {
            arguments.Faults.Add(new($"/{name}", FaultCodes.OutOfRange, new Dictionary<string, object?> { ["minimum"] = least, ["maximum"] = most }));
        }
        else
        {
            return number;
        }

        return 0;
    }

    private static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
