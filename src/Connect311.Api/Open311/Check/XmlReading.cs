using System.Text;
using System.Xml;

namespace Connect311.Api.Open311.Check;

/// <summary>Reads XML of a stranger: no document type, no entities of its own, nothing fetched, depth bounded.</summary>
internal static class XmlReading
{
    /// <summary>The only namespace that the specification allows, and only if none cannot be had.</summary>
    private const string OwnNamespace = "http://wiki.open311.org/GeoReport_v2";

    private const int Deepest = 32;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = CheckClient.MostBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static Reading Of(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            reader.MoveToContent();
            var foreign = reader.NamespaceURI is "" or OwnNamespace ? null : $"the root is in the namespace {reader.NamespaceURI}";
            var root = Element(reader, reader.NamespaceURI);
            while (reader.Read())
            {
                // To the end: what stands behind the root may make it no XML.
            }

            return new(root, Fault: null, foreign);
        }
        catch (XmlException error)
        {
            return Reading.Unreadable(error.Message);
        }
    }

    /// <summary>Reads the element that the reader stands at. Children in a namespace of their own are not ours to read.</summary>
    private static Node Element(XmlReader reader, string space)
    {
        if (reader.Depth > Deepest)
        {
            throw new XmlException($"It is more than {Deepest} elements deep.");
        }

        var (name, text, children) = (reader.LocalName, new StringBuilder(), new List<Node>());
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    var isForeign = reader.NamespaceURI != space;
                    var child = Element(reader, reader.NamespaceURI);
                    if (!isForeign)
                    {
                        children.Add(child);
                    }
                }
                else
                {
                    text.Append(reader.Value);
                }
            }
        }

        return new(name, children.Count > 0 || string.IsNullOrWhiteSpace(text.ToString()) ? null : text.ToString(), children);
    }
}
