using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Bulk;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Bodies that ought to be accepted; hostile ones are made of them.</summary>
internal static class ValidBodies
{
    private static readonly string[] Outcomes = ["fixed", "not-found", "no-access", "referred-outside", "unable-to-act"];
    private static readonly string[] Reasons = ["private-property", "no-authority", "unsafe", "not-enough-information"];
    private static readonly string[] Roles = ["agent", "supervisor", "call-taker", "operator", "admin"];
    private static readonly string?[] Departments = ["DOT", "NYPD", null];
    private static readonly string[] Corrected = ["serviceType", "location", "address", "answers"];
    private static readonly string[] BulkWords = ["note", "update", "ask"];
    private static readonly string[] Sources = ["gps", "map", "address", "photo"];

    public static JsonObject Of(ApiOperation operation, Random random, IReadOnlyList<JsonElement> types) =>
        operation.Id.StartsWith("Submit", StringComparison.Ordinal) ? Submission(random, types)
        : operation.Id == "AddStaffMember" ? new() { ["name"] = HostileTexts.Plain(random), ["role"] = random.Pick(Roles), ["department"] = random.Pick(Departments) }
        : operation.Id == "CreateStaffToken" ? new() { ["name"] = HostileTexts.Plain(random), ["expiresInDays"] = random.Next(1, 366) }
        : operation.Id == "AddRuleSet" && random.Next(2) == 0 ? new() { ["basedOn"] = 1 + random.Next(4) }
        : operation.Id is "AddRuleSet" or "ReplaceRuleSet" ? RuleSet(random)
        : operation.Id == "PutRule" ? Rule(random)
        : AdminExamples.ByOperation.TryGetValue(operation.Id, out var example) ? JsonNode.Parse(example)!.AsObject()
        : operation.Id == "StartBacktest" ? Backtest(random, types)
        : operation.Id == "SimulateRouting" ? Simulation(random, types)
        : operation.Id == "CorrectServiceRequest" ? Correction(random, types)
        : operation.Id is "CloseServiceRequest" or "CloseIncident" ? Closing(random)
        : operation.Id is "BeginIncident" or "JoinIncident" or "SplitIncident" ? new() { ["requests"] = new JsonArray("311-10000004", "311-10000012") }
        : operation.Id == "ActInBulk" ? Bulk(random)
        : operation.Id == "AddHold" ? Hold(random)
        : operation.Id == "ReleaseHeldServiceRequest" ? new() { ["note"] = HostileTexts.Plain(random) }
        : operation.Id.EndsWith("Rerouting", StringComparison.Ordinal) ? new() { ["note"] = HostileTexts.Plain(random) }
        : operation.Body is null ? []
        : new() { ["outcome"] = random.Pick(Outcomes), ["note"] = HostileTexts.Plain(random) };

    public static JsonObject Submission(Random random, IReadOnlyList<JsonElement> types)
    {
        var type = types[random.Next(types.Count)];
        var body = new JsonObject
        {
            ["serviceType"] = type.GetProperty("code").GetString(),
            ["description"] = HostileTexts.Plain(random),
        };
        if (!type.GetProperty("place").ValueEquals("none"))
        {
            body["location"] = Location(random);
            MaybeAdd(body, random, "address", () => new JsonObject { ["text"] = "Broadway 1", ["unit"] = "4B" });
        }

        if (!type.GetProperty("contact").ValueEquals("none"))
        {
            body["contact"] = Contact(random);
        }

        if (type.GetProperty("questions").GetArrayLength() > 0)
        {
            body["answers"] = Answers(random, type);
        }

        MaybeAdd(body, random, "photos", () => new JsonArray("0197f0c4-3f2b-7a61-9d3e-5a1c2b3d4e5f"));
        MaybeAdd(body, random, "reportedAt", () => JsonValue.Create("2026-06-01T12:00:00Z"));
        MaybeAdd(body, random, "catalogVersion", () => JsonValue.Create(1 + random.Next(2)));
        return body;
    }

    /// <summary>With all that its outcome needs.</summary>
    private static JsonObject Closing(Random random) => random.Next(3) switch
    {
        0 => new() { ["outcome"] = "fixed", ["note"] = HostileTexts.Plain(random) },
        1 => new() { ["outcome"] = "referred-outside", ["referredTo"] = "The utility" },
        _ => new() { ["outcome"] = "unable-to-act", ["reason"] = random.Pick(Reasons) },
    };

    /// <summary>For numbers of which some are there; the versions are guessed.</summary>
    private static JsonObject Bulk(Random random) => new()
    {
        ["mode"] = random.Pick(BulkMode.All),
        ["action"] = random.Pick(BulkWords),
        ["with"] = new JsonObject { ["text"] = HostileTexts.Plain(random) },
        ["items"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 12)).Select(i => new JsonObject
        {
            ["trackingNumber"] = new TrackingNumber(1_000_000 + i).ToString(),
            ["version"] = 1 + random.Next(3),
        })]),
    };

    /// <summary>Now and then of the contact that the other bodies name.</summary>
    private static JsonObject Hold(Random random) => new()
    {
        ["kind"] = "email",
        ["value"] = random.Next(4) == 0 ? "ana@example.org" : $"ana{random.Next(1_000)}@example.org",
        ["reason"] = HostileTexts.Plain(random),
        ["days"] = random.Next(1, 367),
    };

    private static JsonObject RuleSet(Random random) => new()
    {
        ["name"] = "nyc",
        ["timeZone"] = "America/New_York",
        ["fallback"] = new JsonObject { ["department"] = "311", ["reason"] = new JsonObject { ["en"] = HostileTexts.Plain(random) } },
        ["rules"] = new JsonArray(Rule(random)),
    };

    private static JsonObject Rule(Random random) => new()
    {
        ["id"] = "street-lights",
        ["when"] = new JsonObject { ["serviceTypes"] = new JsonArray("street-light-condition.*"), ["words"] = new JsonArray("dark") },
        ["assign"] = new JsonObject { ["department"] = "DOT", ["priority"] = 1 + random.Next(4) },
        ["reason"] = new JsonObject { ["en"] = HostileTexts.Plain(random) },
    };

    /// <summary>What of a submission routing looks at.</summary>
    private static JsonObject Simulation(Random random, IReadOnlyList<JsonElement> types)
    {
        var body = Submission(random, types);
        foreach (var member in (string[])["address", "contact", "photos", "reportedAt", "catalogVersion"])
        {
            body.Remove(member);
        }

        MaybeAdd(body, random, "channel", () => JsonValue.Create("phone"));
        MaybeAdd(body, random, "receivedAt", () => JsonValue.Create("2026-06-01T12:00:00Z"));
        MaybeAdd(body, random, "version", () => JsonValue.Create(1));
        return body;
    }

    private static JsonObject Backtest(Random random, IReadOnlyList<JsonElement> types)
    {
        var body = new JsonObject { ["version"] = 1, ["examples"] = random.Next(101) };
        MaybeAdd(body, random, "from", () => JsonValue.Create("2026-01-01T00:00:00Z"));
        MaybeAdd(body, random, "to", () => JsonValue.Create("2026-12-01T00:00:00Z"));
        MaybeAdd(body, random, "serviceTypes", () => new JsonArray(types[random.Next(types.Count)].GetProperty("code").GetString()));
        MaybeAdd(body, random, "groups", () => new JsonArray("noise"));
        return body;
    }

    /// <summary>Some of what a report of some type says, as staff would set it right.</summary>
    private static JsonObject Correction(Random random, IReadOnlyList<JsonElement> types)
    {
        var report = Submission(random, types);
        var correction = new JsonObject { ["note"] = HostileTexts.Plain(random) };
        foreach (var member in Corrected.Where(_ => random.Next(3) > 0))
        {
            correction[member] = report[member]?.DeepClone();
        }

        return correction;
    }

    private static JsonObject Location(Random random) => new()
    {
        ["latitude"] = 40.58 + (random.NextDouble() * 0.2),
        ["longitude"] = -74.0 + (random.NextDouble() * 0.15),
        ["accuracyMetres"] = random.Next(200),
        ["source"] = random.Pick(Sources),
    };

    private static JsonObject Contact(Random random) => new()
    {
        ["name"] = HostileTexts.Plain(random),
        ["email"] = "ana@example.org",
        ["phone"] = "+12125550123",
        ["language"] = "es",
        ["notify"] = new JsonArray("email", "sms"),
    };

    private static JsonObject Answers(Random random, JsonElement type)
    {
        var answers = new JsonObject();
        foreach (var question in type.GetProperty("questions").EnumerateArray())
        {
            if (question.GetProperty("required").GetBoolean() || (random.Next(2) == 0 && question.GetProperty("when").ValueKind == JsonValueKind.Null))
            {
                answers[question.GetProperty("code").GetString()!] = Answer(random, question);
            }
        }

        return answers;
    }

    private static JsonNode? Answer(Random random, JsonElement question) => question.GetProperty("type").GetString() switch
    {
        "one-of" => Choice(random, question),
        "many-of" => new JsonArray(Choice(random, question)),
        "number" => JsonValue.Create(question.GetProperty("minimum") is { ValueKind: JsonValueKind.Number } minimum ? minimum.GetDouble() : 1),
        "datetime" => JsonValue.Create("2026-06-01T12:00:00Z"),
        _ => JsonValue.Create(random.Next(1000).ToString(CultureInfo.InvariantCulture)),
    };

    private static JsonValue Choice(Random random, JsonElement question)
    {
        var choices = question.GetProperty("choices");
        return JsonValue.Create(choices[random.Next(choices.GetArrayLength())].GetProperty("code").GetString())!;
    }

    private static void MaybeAdd(JsonObject body, Random random, string name, Func<JsonNode?> value)
    {
        if (random.Next(4) == 0)
        {
            body[name] = value();
        }
    }
}
