using System.Buffers;
using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Connect311.Routing.Areas;

/// <summary>Writes an area set in our own form, for <see cref="AreaSetReader"/>.</summary>
internal static class AreaSetWriter
{
    public static string Write(IEnumerable<(string Code, string Name, Geometry Shape)> areas)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "FeatureCollection");
            writer.WriteStartArray("features");
            foreach (var (code, name, shape) in areas)
            {
                WriteFeature(writer, code, name, shape);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFeature(Utf8JsonWriter writer, string code, string name, Geometry shape)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Feature");
        writer.WriteStartObject("properties");
        writer.WriteString("code", code);
        writer.WriteString("name", name);
        writer.WriteEndObject();
        writer.WriteStartObject("geometry");
        writer.WriteString("type", "MultiPolygon");
        writer.WriteStartArray("coordinates");
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            WritePolygon(writer, (Polygon)shape.GetGeometryN(i));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePolygon(Utf8JsonWriter writer, Polygon polygon)
    {
        writer.WriteStartArray();
        foreach (var ring in polygon.Holes.Prepend(polygon.Shell))
        {
            writer.WriteStartArray();
            foreach (var corner in ring.Coordinates)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(corner.X);
                writer.WriteNumberValue(corner.Y);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
