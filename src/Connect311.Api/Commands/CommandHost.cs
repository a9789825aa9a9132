using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Commands;

/// <summary>Gives commands the application's services without serving.</summary>
internal static class CommandHost
{
    /// <summary>Runs on a database that is ready: schema, keys and city are there.</summary>
    public static Task<int> RunReadyAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken) =>
        RunAsync(
            async (services, token) =>
            {
                var folder = services.GetRequiredService<IOptions<CityOptions>>().Value.Folder;
                await services.GetRequiredService<Preparation>().RunAsync(folder, token);
                return await command(services, token);
            },
            cancellationToken);

    /// <summary>Runs whatever state the database is in.</summary>
    public static async Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        await using var app = Application.Build([]);
        try
        {
            return await command(app.Services, cancellationToken);
        }
        catch (UserErrorException error)
        {
            return await FailAsync(error.Message);
        }
        catch (CatalogRefusedException refused)
        {
            return await FailAsync(refused.Message);
        }
        catch (Exception e) when (DatabaseErrors.IsUnavailable(e))
        {
            return await FailAsync($"The database {app.Services.GetRequiredService<Database>().DisplayName} cannot be used: {e.Message}");
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return CommandLine.UserError;
    }
}
