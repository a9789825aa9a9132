using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Admin;

/// <summary>Makes an entry of what an admin sent. What is said in it is looked at by the reader of the city's files.</summary>
internal static class EntryWish
{
    /// <summary>The object of a body, without members that are null, under the code of its address.</summary>
    /// <param name="code">The code of the address.</param>
    /// <param name="ownCode">The code as the file has it.</param>
    public static JsonObject? Read(JsonElement body, string code, string ownCode, List<Fault> faults)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new("", FaultCodes.WrongType, "expected", "object"));
            return null;
        }

        var sent = WithoutNulls(JsonObject.Create(body)!);
        if (sent["code"] is { } given && !(given.GetValueKind() == JsonValueKind.String && given.GetValue<string>() == code))
        {
            faults.Add(new("/code", FaultCodes.UnknownValue, "allowed", code));
        }

        sent.Remove("code");
        sent.Insert(0, "code", ownCode);
        return sent;
    }

    /// <summary>What the wish does not say of activity stays as it is, for an entry and its descriptors.</summary>
    public static void KeepActivity(JsonObject wish, JsonObject? before)
    {
        Keep(wish, before);
        var old = Descriptors(before).ToDictionary(one => one.Code);
        foreach (var (code, descriptor) in Descriptors(wish))
        {
            Keep(descriptor, old.GetValueOrDefault(code).Entry);
        }
    }

    /// <summary>Notes a fault where a descriptor that is there would be gone.</summary>
    public static void RefuseLosses(JsonObject wish, JsonObject? before, List<Fault> faults)
    {
        var kept = Descriptors(wish).Select(one => one.Code).ToHashSet();
        faults.AddRange(Descriptors(before)
            .Where(one => !kept.Contains(one.Code))
            .Select(one => new Fault("/descriptors", FaultCodes.LeftOut, "what", one.Code)));
    }

    /// <summary>The descriptors that have a code; what is none is the reader's to refuse.</summary>
    public static IEnumerable<(string Code, JsonObject Entry)> Descriptors(JsonObject? entry) =>
        (entry?["descriptors"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(one => (Code: (one["code"] as JsonValue)?.GetValueKind() == JsonValueKind.String ? one["code"]!.GetValue<string>() : "", Entry: one))
            .Where(one => one.Code.Length > 0)
            .DistinctBy(one => one.Code);

    private static void Keep(JsonObject wish, JsonObject? before)
    {
        if (wish["active"] is null && before?["active"] is { } active)
        {
            wish["active"] = active.DeepClone();
        }
    }

    /// <summary>Absent and null mean the same, so a file needs no nulls.</summary>
    public static JsonObject WithoutNulls(JsonObject entry)
    {
        foreach (var name in entry.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            entry.Remove(name);
        }

        foreach (var (_, value) in entry)
        {
            Clean(value);
        }

        return entry;
    }

    private static void Clean(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject inner:
                WithoutNulls(inner);
                break;
            case JsonArray list:
                foreach (var element in list)
                {
                    Clean(element);
                }

                break;
        }
    }
}
