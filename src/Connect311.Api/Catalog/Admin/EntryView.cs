using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Http;

namespace Connect311.Api.Catalog.Admin;

/// <summary>An entry of a file as it is shown.</summary>
internal static class EntryView
{
    /// <summary>Adds what a file may leave out: under its whole code, with its activity.</summary>
    public static JsonObject Fill(EntryKind kind, string code, JsonObject entry)
    {
        entry = EntryWish.WithoutNulls(entry);
        entry["code"] = code;
        entry["active"] ??= true;
        if (kind == EntryKind.Department)
        {
            entry["external"] ??= false;
        }

        foreach (var (_, descriptor) in EntryWish.Descriptors(entry))
        {
            descriptor["active"] ??= true;
        }

        return entry;
    }

    public static T As<T>(this JsonObject entry) => entry.Deserialize<T>(Json.Options)!;
}
