using Microsoft.Extensions.Options;
using Polly;
using Polly.Registry;
using Polly.Retry;

namespace Connect311.Api.Databases;

internal static class DatabaseRegistration
{
    private const string Pipeline = "database";
    private const string ConnectionName = "Connect311";

    public static void AddDatabase(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>()
            .BindConfiguration(DatabaseOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddResiliencePipeline(Pipeline, (builder, context) =>
        {
            builder.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            Configure(builder, context.ServiceProvider.GetRequiredService<IOptions<DatabaseOptions>>().Value);
        });
        services.AddSingleton(Create);
        services.AddSingleton<SchemaUpgrade>();
    }

    /// <summary>Only transient failures are tried again; the whole call has one time limit.</summary>
    public static void Configure(ResiliencePipelineBuilder builder, DatabaseOptions options) => builder
        .AddTimeout(TimeSpan.FromSeconds(options.TimeoutSeconds))
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(DatabaseErrors.IsTransient),
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(50),
            UseJitter = true,
        });

    private static Database Create(IServiceProvider services)
    {
        var pipeline = services.GetRequiredService<ResiliencePipelineProvider<string>>().GetPipeline(Pipeline);
        var connectionString = services.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName)
            ?? throw new OptionsValidationException(
                ConnectionName, typeof(string), [$"ConnectionStrings:{ConnectionName} is not set."]);
        var engine = services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Engine;
        try
        {
            return engine switch
            {
                DatabaseEngine.Sqlite => new SqliteDatabase(connectionString, pipeline),
                DatabaseEngine.SqlServer => new SqlServerDatabase(connectionString, pipeline),
            };
        }
        catch (ArgumentException unreadable)
        {
            throw new UserErrorException($"ConnectionStrings:{ConnectionName} is none of {engine}: {unreadable.Message}");
        }
    }
}
