using System.Text.Json.Nodes;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Devices;
using Connect311.Api.Incidents;
using Connect311.Api.Photos;
using Connect311.Api.Photos.Uploads;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Numbers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>Headers that handlers read by themselves, and examples to try in Swagger UI.</summary>
internal static class ApiExamples
{
    private const string Submission = """
        {
          "serviceType": "street-condition.pothole",
          "description": "Deep pothole in the right lane, just before the crossing.",
          "location": { "latitude": 40.67383, "longitude": -73.97054, "accuracyMetres": 8, "source": "gps" }
        }
        """;

    private const string Simulation = """
        {
          "serviceType": "encampment",
          "location": { "latitude": 40.67383, "longitude": -73.97054, "accuracyMetres": 8 },
          "answers": { "people-present": "yes" },
          "receivedAt": "2026-06-01T16:00:00Z"
        }
        """;

    private const string Backtest = """
        { "version": 1, "from": "2026-01-01T05:00:00Z", "serviceTypes": ["street-light-condition.*"], "examples": 5 }
        """;

    private const string Assigning = """
        { "assignee": "Ana Ruiz" }
        """;

    private const string Correction = """
        {
          "serviceType": "street-light-condition.street-light-out",
          "location": { "latitude": 40.67391, "longitude": -73.97032, "source": "map" },
          "note": "The caller means the lamp above the pothole."
        }
        """;

    private const string ReroutingDecision = """
        { "note": "Ours after all: the pole is on our bridge." }
        """;

    private const string Member = """
        { "name": "Ana Ruiz", "role": "agent", "department": "DOT" }
        """;

    private const string Token = """
        { "name": "Ana's laptop", "expiresInDays": 90 }
        """;

    private const string Explanation = """
        {
          "trackingNumber": "311-10007",
          "decision": {
            "department": { "code": "NYPD", "name": "New York City Police Department" }, "queue": null, "priority": 3,
            "rule": "encampment-without-people", "reason": "The Police Department takes reports of encampments where nobody stays now.", "note": null, "needsAnswerTo": null
          },
          "rulePriority": 3,
          "danger": null,
          "versions": { "ruleSet": 4, "catalog": 2, "areas": 6 },
          "reproduced": true,
          "redecision": null,
          "notKnown": [],
          "input": {
            "serviceType": { "code": "encampment", "name": "Encampment" }, "group": { "code": "people", "name": "Homelessness and help for people" },
            "channel": "mobile", "receivedAt": "2026-06-01T16:00:00.000Z", "localTime": "2026-06-01T12:00:00-04:00", "timeZone": "America/New_York",
            "answers": [
              { "question": { "code": "people-present", "name": "Are people staying there now?" }, "answers": [{ "code": "no", "name": "No" }] }
            ],
            "description": { "given": true, "found": [] },
            "place": { "latitude": 40.67383, "longitude": -73.97054, "accuracyMetres": 8 },
            "areas": [{ "set": "borough", "code": "brooklyn", "name": "Brooklyn" }]
          },
          "considered": [
            {
              "rule": "encampment-with-people", "department": { "code": "DHS", "name": "Department of Homeless Services" }, "outcome": "lost",
              "condition": "/rules/3/when/answers/people-present", "because": "other-answer",
              "sentence": "The answer to “Are people staying there now?” is No; the rule asks: the answer to “Are people staying there now?” is Yes."
            },
            {
              "rule": "encampment-without-people", "department": { "code": "NYPD", "name": "New York City Police Department" }, "outcome": "won",
              "condition": null, "because": null, "sentence": null
            }
          ],
          "uncertainty": null,
          "possiblePlaces": []
        }
        """;

    private const string RuleSet = """
        {
          "name": "nyc", "timeZone": "America/New_York",
          "fallback": { "department": "311", "reason": { "en": "No rule covers this report, so an operator decides." } },
          "rules": [
            {
              "id": "street-lights",
              "when": { "serviceTypes": ["street-light-condition.*"] },
              "assign": { "department": "DOT", "queue": "lights" },
              "reason": { "en": "The Department of Transportation keeps the street lights." }
            }
          ]
        }
        """;

    private const string Rule = """
        {
          "id": "street-lights",
          "when": { "serviceTypes": ["street-light-condition.*"], "areas": { "borough": ["queens"] } },
          "assign": { "department": "DOT", "queue": "lights-queens" },
          "reason": { "en": "The Department of Transportation keeps the street lights." }
        }
        """;

    private const string Push = """
        {
          "target": "webpush",
          "endpoint": "https://push.example.org/send/9e1f",
          "keys": { "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "auth": "BTBZMqHH6r4Tts7J_aSIgg" },
          "events": ["closed", "clarification-asked"],
          "quietHours": { "from": "22:00", "until": "07:00", "timeZone": "America/New_York" }
        }
        """;

    private const string Seen = "The quoted version that you have seen, such as \"1\".";

    private const string OwnKey = "The reporter key that was given for the report; shows its owner a confidential one.";

    private const string OwnDevice = "The token of the phone's device.";

    public static Task AddHeadersAndExamples(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        switch (operation.OperationId)
        {
            case "SubmitServiceRequest":
                Example(operation, Submission);
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this report, such as a UUID: sent twice, it is stored once.");
                AddHeader(operation, DeviceTokens.Header, "The token of the device that the report is put on.");
                break;
            case "SubmitServiceRequests":
                AddHeader(operation, DeviceTokens.Header, "The token of the device that the reports are put on.");
                break;
            case "RegisterDevice":
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it makes one device.");
                break;
            case "ClaimDevice":
                Example(operation, """{ "code": "7K2M-Q9XH-04TZ" }""");
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it is answered alike.");
                break;
            case "RotateDeviceToken" or "RemoveDevice" or "AskToMoveDevice" or "ForgetMe" or "ListMyServiceRequests" or "RemoveMyServiceRequest"
                or "FollowServiceRequest" or "UnfollowServiceRequest" or "FindPush" or "RemovePush":
                AddHeader(operation, DeviceTokens.Header, OwnDevice, required: true);
                break;
            case "PutPush":
                Example(operation, Push);
                AddHeader(operation, DeviceTokens.Header, OwnDevice, required: true);
                break;
            case "SubscribeAddress":
                Example(operation, """{ "email": "ana@example.org", "events": ["closed", "clarification-asked"], "language": "es" }""");
                AddHeader(operation, ReporterKeys.Header, "The reporter key that was given for the report.", required: true);
                break;
            case "AddMyServiceRequest":
                AddHeader(operation, DeviceTokens.Header, OwnDevice, required: true);
                AddHeader(operation, ReporterKeys.Header, "The reporter key that was given for the report.", required: true);
                break;
            case "UploadPhoto":
                PhotoBodies.AddFile(operation);
                AddHeader(operation, UploadFields.CompleteField, "`?1` where the body is all of the file, `?0` where it is the beginning: then the upload can go on.");
                AddHeader(operation, UploadFields.LengthField, "How long the whole file is, in bytes.");
                AddHeader(operation, DeviceTokens.Header, "The token of the phone's device; it will do without any other credential.");
                AddHeader(operation, PhotoEndpoints.IdHeader, "Your own UUID of this photo: sent twice, it is stored once, and reports name it by that.", required: true);
                break;
            case "FindPhoto" or "TellUpload" or "CancelUpload":
                AddHeader(operation, DeviceTokens.Header, "The token of the phone's device, where it was sent with that alone.");
                break;
            case "ContinueUpload":
                PhotoBodies.AddPart(operation);
                AddHeader(operation, UploadFields.OffsetField, "How many bytes came so far.", required: true);
                AddHeader(operation, UploadFields.CompleteField, "`?1` where the body is the rest, `?0` where more is to come.", required: true);
                AddHeader(operation, UploadFields.LengthField, "How long the whole file is, in bytes.");
                AddHeader(operation, DeviceTokens.Header, "The token of the phone's device; it will do without any other credential.");
                break;
            case "ShowPhoto":
                PhotoBodies.AddPicture(operation);
                AddHeader(operation, ReporterKeys.Header, "The reporter key of a report that names it.");
                break;
            case { } id when ActionExamples.ByOperation.TryGetValue(id, out var example):
                Example(operation, example);
                break;
            case { } id when IncidentExamples.ByOperation.TryGetValue(id, out var requests):
                Example(operation, requests);
                break;
            case "AssignServiceRequest":
                Example(operation, Assigning);
                break;
            case "SaveQueueFilter":
                Example(operation, """{ "department": "DOT", "sort": "due", "group": "streets", "dueWithin": 240, "assignee": "none" }""");
                break;
            case "SimulateRouting":
                Example(operation, Simulation);
                break;
            case "StartBacktest":
                Example(operation, Backtest);
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it starts one.");
                break;
            case "CorrectServiceRequest":
                Example(operation, Correction);
                break;
            case "AcceptRerouting" or "DismissRerouting":
                Example(operation, ReroutingDecision);
                break;
            case "AddStaffMember":
                Example(operation, Member);
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it adds one.");
                break;
            case "ChangeStaffMember":
                Example(operation, Member);
                break;
            case "CreateStaffToken":
                Example(operation, Token);
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it makes one token.");
                break;
            case "ReadNumbers":
                AnswerExample(operation, NumberExample.Answer);
                break;
            case "ExplainRouting":
                AnswerExample(operation, Explanation);
                break;
            case "AddRuleSet":
                Example(operation, """{ "basedOn": 1 }""");
                AddHeader(operation, IdempotencyKey.Header, "Your own name for this call, such as a UUID: sent twice, it makes one draft.");
                break;
            case "ReplaceRuleSet":
                Example(operation, RuleSet);
                break;
            case "PutRule":
                Example(operation, Rule);
                break;
            case "WithdrawServiceRequest":
                Example(operation, """{ "reason": "The neighbours mended it." }""");
                AddOwner(operation);
                break;
            case "AnswerStaff":
                Example(operation, """{ "text": "On the left, behind the fence." }""");
                AddOwner(operation);
                break;
            case "DisputeClosing":
                Example(operation, """{ "reason": "not-fixed", "text": "The hole is still there." }""");
                AddOwner(operation);
                break;
            case "CorrectPlace":
                Example(operation, """{ "location": { "latitude": 40.67383, "longitude": -73.97054, "source": "map" }, "address": { "text": "The north side of the park" } }""");
                AddOwner(operation);
                break;
            case "AnswerSurvey":
                Example(operation, """{ "score": 4, "comment": "Quick, but the edge is rough." }""");
                AddOwner(operation);
                break;
            case "AddOwnPhotos":
                Example(operation, """{ "photos": ["0197f0c4-3f2b-7a61-9d3e-5a1c2b3d4e5f"] }""");
                AddOwner(operation);
                break;
            case "AddOwnNote":
                Example(operation, """{ "text": "The gate is open from 8." }""");
                AddOwner(operation);
                break;
            case "ForgetResident":
                AddOwner(operation);
                break;
            case "FindSimilarServiceRequests":
                AddHeader(operation, DeviceTokens.Header, "The token of the phone's device: tells which it follows.");
                break;
            case "FindPublicServiceRequest" or "ProvePublicHistory":
                AddHeader(operation, ReporterKeys.Header, OwnKey);
                AddHeader(operation, DeviceTokens.Header, "The token of a device on which the report is as its own, instead of the key.");
                break;
            case "FindPublicServiceRequests":
                AddHeader(operation, ReporterKeys.Header, OwnKey);
                TakeList(operation, "numbers", 100);
                break;
            case { } id when AdminExamples.ByOperation.TryGetValue(id, out var example):
                Example(operation, example);
                break;
        }

        if (operation.Responses?.ContainsKey("428") == true)
        {
            AddHeader(operation, "If-Match", Seen, required: true);
        }

        if (operation.Responses?.ContainsKey("304") == true)
        {
            AddHeader(operation, "If-None-Match", "The ETag of what you have: the answer is 304 while it is still so.");
        }

        AddHeader(operation, "Accept-Language", "The language of names, titles and messages; English by default.");
        return Task.CompletedTask;
    }

    /// <summary>Whoever reported something comes with one of both.</summary>
    private static void AddOwner(OpenApiOperation operation)
    {
        AddHeader(operation, ReporterKeys.Header, "The reporter key that was given for the report.");
        AddHeader(operation, DeviceTokens.Header, "The token of a device on which the report is as its own, instead of the key.");
    }

    private static void Example(OpenApiOperation operation, string json)
    {
        if (operation.RequestBody?.Content?.TryGetValue("application/json", out var content) == true)
        {
            content.Example = JsonNode.Parse(json);
        }
    }

    private static void AnswerExample(OpenApiOperation operation, string json)
    {
        if (operation.Responses?["200"].Content?.TryGetValue("application/json", out var content) == true)
        {
            content.Example = JsonNode.Parse(json);
        }
    }

    /// <summary>A required list with commas between its entries.</summary>
    private static void TakeList(OpenApiOperation operation, string name, int maxItems)
    {
        var list = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.Name == name);
        list.Required = true;
        list.Style = ParameterStyle.Form;
        list.Explode = false;
        list.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
            MinItems = 1,
            MaxItems = maxItems,
        };
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description, bool required = false)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }
}
