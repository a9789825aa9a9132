using System.Data.Common;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Secrets;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Connect311.Api;

/// <summary>What must be there before the first request: schema, keys, city.</summary>
internal sealed class Preparation(
    Database database, SchemaUpgrade schema, SecretKeys keys, CityStore cities, CurrentCity city)
{
    /// <summary>SQLite is embedded and upgraded here; SQL Server is upgraded by a command, and only checked.</summary>
    /// <exception cref="UserErrorException">The database cannot be used as it is.</exception>
    public async Task RunAsync(string cityFolder, CancellationToken cancellationToken)
    {
        try
        {
            if (database.Engine == DatabaseEngine.Sqlite)
            {
                await schema.RunAsync(cancellationToken);
            }

            await schema.CheckAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbException or DatabaseBusyException or Polly.Timeout.TimeoutRejectedException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The database {database.DisplayName} cannot be opened: {e.Message}");
        }

        await keys.LoadAsync(cancellationToken);
        city.Set(await cities.FindOrInstallAsync(cityFolder, cancellationToken));
    }
}

/// <summary>Prepares the server before it listens, and in Development says what to try.</summary>
internal sealed class Startup(
    Preparation preparation,
    Database database,
    IOptions<CityOptions> options,
    IServer server,
    IHostEnvironment environment) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        preparation.RunAsync(options.Value.Folder, cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        if (environment.IsDevelopment() && addresses is { Count: > 0 })
        {
            Console.WriteLine(Greeting(addresses.First()));
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Greeting(string address) =>
        $"""

        Connect311 is running.

          Try it          {address}/swagger
          Service types   {address}/v1/service-types
          A queue         {address}/v1/departments/DOT/queue
          Health          {address}/health/ready
          Data            {database.DisplayName}

          App key         X-Api-Key: {DemoCredentials.AppKey}
          Staff           Authorization: Bearer {DemoCredentials.AgentPrefix}DOT
                          ({DemoCredentials.SupervisorPrefix}DOT, {DemoCredentials.CallTaker}, {DemoCredentials.Operator}, {DemoCredentials.Admin})

        These credentials work in Development and on this machine only. Press Ctrl+C to stop.

        """;
}
