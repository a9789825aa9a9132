using System.Text.Json.Nodes;
using Connect311.Api.Http;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog.Admin;

/// <summary>What admins do with one question of a service type: a change of that type.</summary>
internal sealed class QuestionDesk(CatalogAdmin admin)
{
    public async Task<Results<Ok<QuestionEntry>, ProblemResult>> FindAsync(string code, string question, HttpContext context)
    {
        var answer = await admin.FindAsync(EntryKind.ServiceType, code, context.RequestAborted);
        if (answer.Entry is { } type && !type.ContainsKey("questions") && answer.Family is { } family)
        {
            answer = await admin.FindAsync(EntryKind.ServiceType, family, context.RequestAborted);
        }

        return Shown(answer, question, context);
    }

    public async Task<Results<Ok<QuestionEntry>, ProblemResult>> PutAsync(string code, string question, HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var answer = await ActAsync(code, question, AuditAction.PutQuestion, context, (questions, at) =>
        {
            var faults = new List<Fault>();
            if (EntryWish.Read(body.Root, question, question, faults) is not { } wish || faults.Count > 0)
            {
                return new ProblemResult(ProblemCode.ValidationFailed, faults);
            }

            if (at < 0)
            {
                questions.Add(wish);
            }
            else
            {
                questions[at] = wish;
            }

            return null;
        });
        return Shown(answer, question, context);
    }

    public async Task<Results<Ok<ServiceTypeEntry>, ProblemResult>> DeleteAsync(string code, string question, HttpContext context) =>
        EntryDesk.Shown<ServiceTypeEntry>(
            await ActAsync(code, question, AuditAction.DeleteQuestion, context, (questions, at) =>
            {
                if (at < 0)
                {
                    return new ProblemResult(ProblemCode.NotFound);
                }

                questions.RemoveAt(at);
                return null;
            }),
            context);

    private Task<EntryAnswer> ActAsync(
        string code, string question, string action, HttpContext context, Func<JsonArray, int, ProblemResult?> change) =>
        admin.ActAsync(EntryKind.ServiceType, code, context, (before, place) =>
        {
            if (before is null)
            {
                return new ProblemResult(ProblemCode.NotFound);
            }

            if (place.Descriptor is not null && before["questions"] is null)
            {
                return new ProblemResult(ProblemCode.Inherited, new { family = place.Family });
            }

            var entry = before.DeepClone().AsObject();
            if (entry["questions"] is not JsonArray questions)
            {
                entry["questions"] = questions = [];
            }

            var at = IndexOf(questions, question);
            var below = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/questions/{(at < 0 ? questions.Count : at)}");
            return change(questions, at) is { } refusal
                ? refusal
                : new Edit(entry, action, $"question:{code}:{question}") { Below = action == AuditAction.PutQuestion ? below : "/questions/-" };
        });

    private static Results<Ok<QuestionEntry>, ProblemResult> Shown(EntryAnswer answer, string question, HttpContext context)
    {
        if (answer.Entry is { } type)
        {
            var questions = type["questions"] as JsonArray ?? [];
            var at = IndexOf(questions, question);
            answer = at < 0 ? new ProblemResult(ProblemCode.NotFound) : answer with { Entry = questions[at]!.AsObject() };
        }

        return EntryDesk.Shown<QuestionEntry>(answer, context);
    }

    private static int IndexOf(JsonArray questions, string question) =>
        questions.Select((one, i) => (Code: one!["code"]!.GetValue<string>(), i)).FirstOrDefault(one => one.Code == question, (Code: "", i: -1)).i;
}
