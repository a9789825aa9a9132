using System.Text;
using System.Text.Json.Nodes;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Makes hostile bodies of valid ones: wrong types, values at and over bounds, broken JSON, broken encodings.</summary>
internal static class BodyTricks
{
    /// <summary>Stands for half a surrogate pair, which no writer of JSON lets through.</summary>
    private const string HalfPair = "HALFPAIR";

    private static readonly string[] RawValues =
    [
        "null", "true", "false", "0", "-0", "-1", "0.1", "1e400", "-1E400", "1e-400", "90", "90.0000000001", "-180", "-180.01", "100001", "2147483648",
        "123456789012345678901234567890", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":{}}", "\"\"", "[\"email\",\"email\"]", "[1,\"2\"]",
    ];

    public static void Mutate(JsonObject body, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            MutateOnce(body, random);
        }
    }

    /// <summary>The body's bytes; now and then no longer JSON, or no longer UTF-8.</summary>
    public static byte[] Write(JsonObject body, Random random, bool hostile)
    {
        var text = body.ToJsonString().Replace(HalfPair, "\\ud800", StringComparison.Ordinal);
        return hostile ? Broken(text, random) : Encoding.UTF8.GetBytes(text);
    }

    private static void MutateOnce(JsonObject body, Random random)
    {
        JsonNode at = body;
        while (true)
        {
            switch (at)
            {
                case JsonObject { Count: > 0 } branch:
                    var name = branch.ElementAt(random.Next(branch.Count)).Key;
                    if (branch[name] is JsonObject or JsonArray && random.Next(3) > 0)
                    {
                        at = branch[name]!;
                        continue;
                    }

                    Change(branch, name, random);
                    return;
                case JsonArray { Count: > 0 } list:
                    list[random.Next(list.Count)] = Value(random);
                    return;
                default:
                    return;
            }
        }
    }

    private static void Change(JsonObject branch, string name, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                branch.Remove(name);
                break;
            case 1:
                branch[HostileTexts.Any(random)] = Value(random);
                break;
            case 2:
                var value = branch[name]?.DeepClone();
                branch.Remove(name);
                branch[name.ToUpperInvariant()] = value;
                break;
            default:
                branch[name] = Value(random);
                break;
        }
    }

    private static JsonNode? Value(Random random) => random.Next(12) switch
    {
        < 5 => JsonValue.Create(HostileTexts.Any(random)),
        5 => JsonValue.Create(HalfPair),
        6 => Nested(random.Pick([3, 30, 31, 32, 33])),
        7 => new JsonArray([.. Enumerable.Range(0, random.Pick([2, 6, 50, 500])).Select(i => (JsonNode)JsonValue.Create($"a{i % 40}"))]),
        _ => JsonNode.Parse(random.Pick(RawValues)),
    };

    private static JsonArray Nested(int depth)
    {
        var nested = new JsonArray();
        for (var i = 1; i < depth; i++)
        {
            nested = [nested];
        }

        return nested;
    }

    private static byte[] Broken(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (random.Next(14))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                return [.. bytes, .. Encoding.UTF8.GetBytes(random.Pick(["}", " x", "\0", "{}", ",", "\n\n"]))];
            case 2:
                return [0xEF, 0xBB, 0xBF, .. bytes];
            case 3:
                return Encoding.Unicode.GetBytes(text);
            case 4:
                return Encoding.UTF8.GetBytes(text.Replace("{", "{\"serviceType\":\"a\",\"serviceType\":\"b\",", StringComparison.Ordinal));
            case 5:
                return Encoding.UTF8.GetBytes(text.Replace('"', '\''));
            case 6:
                return Encoding.UTF8.GetBytes("/* a */" + text);
            case 7:
                return Encoding.UTF8.GetBytes(random.Pick(RawValues));
            case 8:
                return [];
            case 9:
                return Encoding.UTF8.GetBytes(new string('[', random.Pick([31, 33, 5000])) + text);
            case 10:
                return Encoding.UTF8.GetBytes(text[..^1] + ",\"x\":\"" + new string('x', random.Pick([1000, 130_000, 140_000])) + "\"}");
            default:
                return Flipped(bytes, random);
        }
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        for (var times = random.Next(1, 6); times > 0 && bytes.Length > 0; times--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }
}
