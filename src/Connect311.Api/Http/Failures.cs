using Connect311.Api.Databases;
using Microsoft.AspNetCore.Diagnostics;

namespace Connect311.Api.Http;

/// <summary>Turns what the framework and failures leave behind into problems; a failure is logged once, here.</summary>
internal static partial class Failures
{
    private const int RetryAfterSeconds = 5;

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = HandleAsync,
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages(context =>
            new ProblemResult(ProblemCode.OfStatus(context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext));
    }

    private static async Task HandleAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()!.Error;
        try
        {
            await Answer(failure, context).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; nobody is there to be answered, and nothing of ours has failed.
        }
    }

    private static ProblemResult Answer(Exception failure, HttpContext context)
    {
        switch (failure)
        {
            case BadHttpRequestException { StatusCode: var status }:
                return new(ProblemCode.OfStatus(status));
            case var _ when DatabaseErrors.IsUnavailable(failure):
                context.RequestServices.GetRequiredService<OutageLog>().Add(failure);
                return new(ProblemCode.DatabaseUnavailable) { RetryAfter = RetryAfterSeconds };
            default:
                LogFailure(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Connect311.Failures"), failure);
                return new(ProblemCode.InternalError);
        }
    }

    [LoggerMessage(LogLevel.Error, "A request failed.")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
