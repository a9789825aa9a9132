using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog.Admin;

/// <summary>The questions of a service type, for admins. Their order is changed with the whole type.</summary>
internal static class QuestionAdminEndpoints
{
    public static void MapQuestionAdmin(this IEndpointRouteBuilder routes)
    {
        var questions = routes.MapGroup("/v1/admin/service-types/{code}/questions/{question}")
            .WithTags("Administration")
            .RequireAuthorization(Policies.Administer);
        questions.MapGet("/", Find).WithName("FindQuestion").Produces<QuestionEntry>().Refuses(401, 403, 404, 503);
        questions.MapPut("/", Put)
            .WithName("PutQuestion")
            .Accepts<QuestionEntry>("application/json")
            .Produces<QuestionEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        questions.MapDelete("/", Delete)
            .WithName("DeleteQuestion")
            .Produces<ServiceTypeEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 428, 503);
    }

    /// <summary>Reads one question of a service type, in all languages.</summary>
    /// <remarks>A descriptor without questions of its own asks those of its family.</remarks>
    /// <param name="code">The code of the service type.</param>
    /// <param name="question">The code of the question.</param>
    internal static Task<Results<Ok<QuestionEntry>, ProblemResult>> Find(string code, string question, HttpContext context, QuestionDesk desk) =>
        desk.FindAsync(code, question, context);

    /// <summary>Adds a question to a service type, at the end, or changes one in its place.</summary>
    /// <remarks>
    /// Each change makes the next version of the catalogue. A descriptor that asks the questions of its family is refused with
    /// <c>inherited</c>; what rules in force or later questions ask for, such as a choice, cannot be taken away.
    /// </remarks>
    /// <param name="code">The code of the service type.</param>
    /// <param name="question">The code of the question. It stands in answers for ever, so it cannot be changed.</param>
    internal static Task<Results<Ok<QuestionEntry>, ProblemResult>> Put(string code, string question, HttpContext context, QuestionDesk desk) =>
        desk.PutAsync(code, question, context);

    /// <summary>Takes a question out of a service type.</summary>
    /// <remarks>
    /// Answers that were given to it stay. Refused with <c>in-use</c> while rules in force ask for it, or a later question hangs on it.
    /// </remarks>
    /// <param name="code">The code of the service type.</param>
    /// <param name="question">The code of the question.</param>
    internal static Task<Results<Ok<ServiceTypeEntry>, ProblemResult>> Delete(string code, string question, HttpContext context, QuestionDesk desk) =>
        desk.DeleteAsync(code, question, context);
}
