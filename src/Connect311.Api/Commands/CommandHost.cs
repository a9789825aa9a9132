using Connect311.Api.Catalog;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Commands;

/// <summary>Gives commands the application's services without serving.</summary>
internal static class CommandHost
{
    /// <summary>Runs on a database that is ready: schema, keys and city are there.</summary>
    public static Task<int> RunReadyAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken) =>
        BuildAndRunAsync(
            needsKeys: true,
            async (services, token) =>
            {
                var folder = services.GetRequiredService<IOptions<CityOptions>>().Value.Folder;
                await services.GetRequiredService<Preparation>().RunAsync(folder, token);
                return await command(services, token);
            },
            cancellationToken);

    /// <summary>Runs whatever state the database is in, and without a key ring: nothing personal may be touched.</summary>
    public static Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken) =>
        BuildAndRunAsync(needsKeys: false, command, cancellationToken);

    private static async Task<int> BuildAndRunAsync(
        bool needsKeys, Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        await using var app = Application.Build([], needsKeys);
        return await command(app.Services, cancellationToken);
    }
}
