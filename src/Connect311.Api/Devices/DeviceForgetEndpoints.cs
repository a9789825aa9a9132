using Connect311.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Devices;

internal static class DeviceForgetEndpoints
{
    public static void MapDeviceForget(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/me/forget", Forget)
            .WithName("ForgetMe")
            .WithTags("Devices")
            .AllowAnonymous()
            .Produces<ForgottenPhone>()
            .Refuses(400, 401, 408, 413, 415, 503);

    /// <summary>Erases who sent the phone's reports, and what they said.</summary>
    /// <remarks>
    /// Of each report as <c>/v1/public/service-requests/{trackingNumber}/forget</c> does: the contact at once, words and photos once it has ended; what
    /// waits is erased later by itself. Each is off the phone then. Up to 100 reports a call: while <c>more</c>, send the same again.
    /// The device itself stays; <c>DELETE /v1/devices/me</c> ends it.
    /// </remarks>
    internal static async Task<Results<Ok<ForgottenPhone>, ProblemResult>> Forget(HttpContext context, DeviceGate gate, DeviceForgetting forgetting)
    {
        var (token, refused) = await gate.EnterWithoutBodyAsync(context);
        if (token is null)
        {
            return refused!;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await forgetting.ForgetAsync(token.Device, Languages.Of(context), context.RequestAborted));
    }
}
