using Microsoft.Data.SqlClient;
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
        services.AddSingleton<SchemaUpgrade>().AddSingleton<LeaseClock>().AddSingleton<Leases>().AddSingleton<OutageLog>();
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
                DatabaseEngine.Sqlite => new SqliteDatabase(
                    connectionString, pipeline, services.GetRequiredService<ILogger<SqliteDatabase>>()),
                DatabaseEngine.SqlServer => CreateSqlServer(connectionString, pipeline),
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new UserErrorException($"ConnectionStrings:{ConnectionName} is not one for {engine}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static SqlServerDatabase CreateSqlServer(string connectionString, ResiliencePipeline pipeline)
    {
        // The constructor reads the string; without this the first call would, when the server runs already.
        using var connection = new SqlConnection(connectionString);
        return new(connectionString, pipeline);
    }
}
