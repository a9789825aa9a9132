using System.Data.Common;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Routing.Backtests;

/// <summary>
/// Makes routing's inputs of stored requests again, as far as they are stored. They are placed anew, as a correction or
/// <c>routing reapply</c> places them: a set of areas that was imported since counts. For one reader and one thread.
/// </summary>
/// <param name="rules">The rules to be tried; they say which areas may be uncertain.</param>
internal sealed class StoredReports(City city, RuleSet rules, BacktestScope scope, DatabaseEngine engine)
{
    public const int Id = 0;
    private const int ServiceType = 1;
    public const int RoutingRule = 2;
    public const int RuleSetVersion = 3;
    private const int ChannelColumn = 4;
    private const int ReceivedAt = 5;
    private const int Latitude = 6;
    private const int Longitude = 7;
    private const int AccuracyMetres = 8;
    private const int Answers = 9;
    private const int Description = 10;
    private const int ErasedAt = 11;

    private readonly Dictionary<string, (ServiceType? Type, bool IsAsked)> _types = [];

    /// <summary>Whether the words or the place of the request, on which it was decided, were erased.</summary>
    public static bool IsErased(DbDataReader row) => !row.IsDBNull(ErasedAt);

    /// <summary>The service type of a row, null where the catalogue has it no longer; and whether its requests are asked for.</summary>
    public (ServiceType? Type, bool IsAsked) TypeOf(DbDataReader row)
    {
        var code = row.GetString(ServiceType);
        if (!_types.TryGetValue(code, out var type))
        {
            var found = city.Catalog.ServiceTypesByCode.GetValueOrDefault(code);
            type = _types[code] = (found is { IsRequest: true } ? found : null, scope.IsAbout(code, found?.Group));
        }

        return type;
    }

    /// <param name="row">A row of <see cref="HistorySql.Range"/>.</param>
    /// <param name="type">Its service type.</param>
    public RoutingInput InputOf(DbDataReader row, ServiceType type)
    {
        var isPlaced = !row.IsDBNull(Latitude);
        return new()
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = row.GetString(ChannelColumn),
            ReceivedAt = TimeOf(row),
            Areas = isPlaced ? city.AreaSets.Find(row.GetDouble(Latitude), row.GetDouble(Longitude)) : null,
            PossiblePlaces = isPlaced && !row.IsDBNull(AccuracyMetres) && rules.AsksForAreas(type.Code)
                ? PossiblePlaces.Of(row.GetDouble(Latitude), row.GetDouble(Longitude), row.GetDouble(AccuracyMetres), city.AreaSets, rules)
                : null,
            Answers = AnswerRules.ForRouting(row.IsDBNull(Answers) ? null : AnswersOf(row.GetString(Answers))),
            Description = row.IsDBNull(Description) ? null : row.GetString(Description),
        };
    }

    private static Dictionary<string, JsonElement>? AnswersOf(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json, Http.Json.Options);

    private DateTimeOffset TimeOf(DbDataReader row) => engine switch
    {
        DatabaseEngine.Sqlite => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(ReceivedAt)),
        DatabaseEngine.SqlServer => new(row.GetDateTime(ReceivedAt), TimeSpan.Zero),
    };
}
