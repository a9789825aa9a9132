using Connect311.Api.Http;
using Connect311.Api.Staff;

namespace Connect311.Api.Photos;

/// <summary>Answers for the disk of the photos where it is full, broken or not there.</summary>
internal static class PhotoRoutes
{
    /// <summary>Has a route check who sends photos: a device token will do, which is no credential elsewhere.</summary>
    public static TBuilder LetSendersIn<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.AddEndpointFilter(PhotoSenders.EnterAsync).WithMetadata(new ApiDescription.CheckedPolicy(Policies.Photograph));

    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is (IOException and not BadHttpRequestException) or UnauthorizedAccessException)
        {
            return new ProblemResult(ProblemCode.StorageUnavailable) { RetryAfter = PhotoDesk.BusySeconds };
        }
    }
}
