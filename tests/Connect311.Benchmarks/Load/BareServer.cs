using System.CommandLine;
using System.Text;
using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Connect311.Benchmarks.Load;

/// <summary>
/// What a request costs that does nothing: ASP.NET Core alone, which reads the same record, answers with as many bytes,
/// and neither stores nor finds anything. Other servers are measured against it, since it does not depend on the machine.
/// </summary>
internal static class BareServer
{
    private const string Name = "serve-bare";

    /// <summary>The garbage collector of the real server; a console program has another one by default.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["DOTNET_gcServer"] = "1" };

    /// <param name="answer">What it answers to a report and to a look-up.</param>
    public static ServerProcess Start(ServerFolder folder, string answer) =>
        ServerProcess.Start(folder, ["Connect311.Benchmarks.dll", Name, "--answer", answer], Settings);

    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Required = true };
        var answer = new Option<string>("--answer") { Required = true };
        var command = new Command(Name, "Serves what other servers are measured against.") { urls, answer };
        command.Hidden = true;
        command.SetAction((parsed, token) => ServeAsync(parsed.GetValue(urls)!, parsed.GetValue(answer)!, token));
        return command;
    }

    private static async Task<int> ServeAsync(string urls, string answer, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = ["--urls", urls],
            ContentRootPath = AppContext.BaseDirectory,
        });
        await using var app = builder.Build();
        var bytes = Encoding.UTF8.GetBytes(answer);
        app.MapGet("/health/live", () => TypedResults.Ok());
        app.MapGet("/v1/public/service-requests/{number}", (string number, HttpContext context) => AnswerAsync(StatusCodes.Status200OK, bytes, context.Response));
        app.MapPost("/v1/service-requests", (Submission submission, HttpContext context) => AnswerAsync(
            submission.ServiceType.Length > 0 ? StatusCodes.Status201Created : StatusCodes.Status400BadRequest, bytes, context.Response));
        await app.RunAsync(cancellationToken);
        return 0;
    }

    private static Task AnswerAsync(int status, byte[] answer, HttpResponse response)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Length;
        return response.Body.WriteAsync(answer).AsTask();
    }
}
