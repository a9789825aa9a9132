using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Areas;

/// <summary>A GeoJSON file that somebody wants to import.</summary>
internal static class GeoJsonFile
{
    private const long MaxBytes = 64_000_000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The document in a file.</summary>
    /// <exception cref="UserErrorException">There is no such file, it is too large, or no JSON; the message says which.</exception>
    public static JsonElement Read(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new UserErrorException($"There is no file {file.FullName}.");
        }

        if (file.Length is 0 or > MaxBytes)
        {
            throw Refused(file, file.Length == 0 ? "it is empty." : $"it has {file.Length / 1_000_000} MB, and at most {MaxBytes / 1_000_000} are taken.");
        }

        try
        {
            return Parse(File.ReadAllBytes(file.FullName));
        }
        catch (JsonException broken)
        {
            throw Refused(file, broken.LineNumber is { } line ? $"it is no JSON in UTF-8; line {line + 1} is broken, or the file ends too early." : "a member of it is there twice.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(file, $"it cannot be read: {e.Message}");
        }
    }

    /// <summary>The file is refused with the first of its faults; a person finds the feature by its number, from 1.</summary>
    public static UserErrorException Refused(FileInfo file, IReadOnlyList<Fault> faults)
    {
        var others = faults.Count switch
        {
            1 => "",
            2 => " There is 1 more fault.",
            _ => $" There are {faults.Count - 1} more faults.",
        };
        var hint = faults[0].Code == FaultCodes.Duplicate ? " If features with the same code are parts of one area, give --merge." : "";
        return Refused(file, $"{PlaceOf(faults[0])} {Texts.Message(faults[0], Texts.DefaultLanguage)}.{others}{hint}");
    }

    /// <summary>A pointer such as <c>/features/14/properties/code</c> in words.</summary>
    private static string PlaceOf(Fault fault) => fault.Field.Split('/') switch
    {
        ["", "features", var index, .. var steps] when int.TryParse(index, out var number) =>
            $"feature {number + 1}{(steps.Length > 0 ? ": " : "")}{string.Join(' ', steps.Where(step => step != "properties" || steps.Length == 1))}",
        [""] => "the set",
        _ => fault.Field[1..],
    };

    private static UserErrorException Refused(FileInfo file, string reason) =>
        new($"{file.Name} is refused, and nothing was changed: {reason}");

    private static JsonElement Parse(byte[] bytes)
    {
        var text = bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;
        using var document = JsonDocument.Parse(text, Json.Reading);
        return document.RootElement.Clone();
    }
}
