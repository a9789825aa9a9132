using System.Text.RegularExpressions;

namespace Connect311.Api.Open311.Check;

/// <summary>C0: what holds of every answer.</summary>
internal static partial class GeneralRules
{
    public static readonly Rule Whole = new("C0.1", "Each call is answered whole: in time, in at most 8 MB, and by the host that was asked");
    public static readonly Rule IsUtf8 = new("C0.2", "Every answer is UTF-8 throughout");
    public static readonly Rule Xml = new("C0.3", "XML answers are well-formed, and bring no document type or entities along");
    public static readonly Rule Declaration = new("C0.4", "XML begins with a declaration that says encoding=\"UTF-8\"");
    public static readonly Rule XmlType = new("C0.5", "The Content-Type of XML is text/xml; charset=utf-8");
    public static readonly Rule Namespace = new("C0.6", "XML stands in no namespace, or in http://wiki.open311.org/GeoReport_v2");
    public static readonly Rule Foreign = new("C0.7", "Without being asked for, there are no elements that the specification does not have");
    public static readonly Rule Announced = new("C0.8", "JSON is served if, and only if, discovery announces it");
    public static readonly Rule Json = new("C0.9", "JSON answers are well-formed, without a member given twice");
    public static readonly Rule JsonType = new("C0.10", "The Content-Type of JSON is application/json; charset=utf-8");
    public static readonly Rule Shape = new("C0.11", "In JSON the root is dropped, and lists are arrays, also those of one");
    public static readonly Rule Types = Rule.Advice(
        "C0.14", "In JSON ids and codes (but for those of errors) are strings, lat and long numbers, metadata, variable and required booleans, order an integer");
    public static readonly Rule Zoned = new("C0.15", "Every date and time is W3C's ISO 8601 with a time zone, such as 1994-11-05T08:15:30-05:00");
    public static readonly Rule Keyless = new("C0.19", "GET needs no key");

    public static readonly Rule[] All = [Whole, IsUtf8, Xml, Declaration, XmlType, Namespace, Foreign, Announced, Json, JsonType, Shape, Types, Zoned, Keyless];

    /// <summary>Those that only JSON shows.</summary>
    public static readonly Rule[] OfJson = [Json, JsonType, Shape, Types];

    /// <summary>Reads an answer and judges its form. A refusal in no form at all is for the rules on errors to judge.</summary>
    /// <param name="root">The name of the root of a right answer.</param>
    public static Seen Read(Sheet sheet, Answer answer, Face face, string root)
    {
        if (!sheet.Judge(Whole, answer, answer.Fault, "whole"))
        {
            return new(answer, face, null);
        }

        var isRefusal = answer.Status >= 400;
        var (text, isUtf8) = Utf8.Read(answer.Body);
        var reading = face == Face.Xml ? XmlReading.Of(text) : JsonReading.Of(text, isRefusal ? "errors" : root);
        if (!isRefusal || ErrorRules.IsErrors(reading.Root))
        {
            sheet.Judge(IsUtf8, answer, isUtf8 ? null : "bytes that are no UTF-8");
            Judge(sheet, answer, face, text, reading);
        }

        return new(answer, face, reading.Root);
    }

    public static void JudgeKeyless(Sheet sheet, Answer answer)
    {
        if (answer.Status > 0)
        {
            sheet.Judge(Keyless, answer, answer.Status is 401 or 403 ? $"{answer.Status} without a key" : null, "answered without a key");
        }
    }

    private static void Judge(Sheet sheet, Answer answer, Face face, string text, Reading reading)
    {
        if (!sheet.Judge(face == Face.Xml ? Xml : Json, answer, reading.Fault, "well-formed"))
        {
            return;
        }

        sheet.Judge(face == Face.Xml ? XmlType : JsonType, answer, FaultOfType(answer.ContentType, face.MediaType()), answer.ContentType);
        if (face == Face.Xml)
        {
            sheet.Judge(Declaration, answer, UtfDeclaration().IsMatch(text) ? null : $"begins with {text[..Math.Min(40, text.Length)]}", "declared");
            sheet.Judge(Namespace, answer, reading.Namespaces, "none");
        }
        else
        {
            sheet.Judge(Shape, answer, reading.Shape, "as the mapping demands");
            sheet.Judge(Types, answer, reading.Types, "as in the schemas");
        }

        var all = reading.Root!.All().ToList();
        sheet.Judge(Foreign, answer, all.Select(node => node.Name).FirstOrDefault(name => !Names.Known.Contains(name)), "none");
        var times = all.Where(node => node.Name.EndsWith("_datetime", StringComparison.Ordinal) && !node.IsEmpty).ToList();
        if (times.Count > 0)
        {
            var wrong = times.Find(time => Times.Read(time.Text) is null);
            sheet.Judge(Zoned, answer, wrong is null ? null : $"{wrong.Name} is {wrong.Text}", $"such as {times[0].Text}");
        }
    }

    private static string? FaultOfType(string sent, string mediaType)
    {
        var isRight = sent.Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)
            .Equals($"{mediaType};charset=utf-8", StringComparison.OrdinalIgnoreCase);
        return isRight ? null : sent.Length == 0 ? "there is none" : sent;
    }

    [GeneratedRegex("""^<\?xml\s[^>]*?\bencoding\s*=\s*["']UTF-8["'][^>]*\?>""", RegexOptions.IgnoreCase)]
    private static partial Regex UtfDeclaration();
}
