using System.CommandLine;
using Connect311.Api;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Benchmarks.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Polly;

namespace Connect311.Benchmarks.Crash;

/// <summary>
/// The server with a seeded bug, to prove that <c>crash</c> would find it: it acknowledges before the commit. The
/// bug lives in this test program alone; the application has no switch for it.
/// </summary>
internal static class HastyServer
{
    public const string Name = "hasty-server";

    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Required = true };
        var command = new Command(Name, "Serves with the bug that crash --bug must find.") { urls };
        command.Hidden = true;
        command.SetAction((parsed, token) => ServeAsync(parsed.GetValue(urls)!, token));
        return command;
    }

    private static async Task<int> ServeAsync(string urls, CancellationToken cancellationToken)
    {
        using var replacing = HostReplacement.Begin((context, services) => services.AddSingleton<Database>(
            new HastyDatabase(context.Configuration.GetConnectionString("Connect311")!)));
        await using var app = Application.Build(["--urls", urls], needsKeys: true);
        await app.RunAsync(cancellationToken);
        return 0;
    }

    private sealed class HastyDatabase(string connectionString) : SqliteDatabase(connectionString, ResiliencePipeline.Empty)
    {
        private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(30);

        protected override Task<bool> CommitAsync(Write write, CancellationToken cancellationToken)
        {
            if (!write.Steps.Any(step => step.Sql == EventSql.Sqlite.Advance))
            {
                return base.CommitAsync(write, cancellationToken);
            }

            _ = CommitLaterAsync(write);
            return Task.FromResult(true);
        }

        private async Task CommitLaterAsync(Write write)
        {
            await Task.Delay(Late);
            await base.CommitAsync(write, CancellationToken.None);
        }
    }
}
