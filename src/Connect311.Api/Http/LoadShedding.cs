using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Http;

/// <summary>What a call is worth when too many come; what stands first is shed first.</summary>
internal enum LoadClass
{
    Map,
    List,
    Lookup,
    Submission,
}

/// <summary>How many calls may be in hand, whatever they are, for one of a class to be taken.</summary>
internal sealed class LoadOptions : IValidatableObject
{
    public const string Section = "Load";

    /// <summary>Default 500.</summary>
    [Range(1, 1_000_000)]
    public int Map { get; init; } = 500;

    /// <summary>Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int Lists { get; init; } = 1_000;

    /// <summary>Of all that is none of the others, the work of staff too. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int Lookups { get; init; } = 2_000;

    /// <summary>Default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int Submissions { get; init; } = 5_000;

    public int LimitOf(LoadClass load) => load switch
    {
        LoadClass.Map => Map,
        LoadClass.List => Lists,
        LoadClass.Lookup => Lookups,
        LoadClass.Submission => Submissions,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Map > Lists || Lists > Lookups || Lookups > Submissions)
        {
            yield return new("Load:Map, Load:Lists, Load:Lookups and Load:Submissions must not fall: what stands first is shed first.");
        }
    }
}

/// <summary>
/// Turns calls away when too many are in hand: the map first, then lists, then lookups, submissions last. One count for all of them,
/// so that a flood of one kind sheds what is worth less; a limiter of the framework's would count each kind by itself.
/// </summary>
internal sealed class LoadShedder
{
    private readonly LoadOptions _options;
    private readonly Counter<long> _shed;
    private int _inHand;

    public LoadShedder(IOptions<LoadOptions> options, IMeterFactory meters)
    {
        _options = options.Value;
        var meter = meters.Create(Metrics.MeterName);
        meter.CreateObservableGauge("connect311.load.in_hand", () => InHand, "{request}", "Calls that are being answered.");
        _shed = meter.CreateCounter<long>("connect311.load.shed", "{request}", "Calls that were turned away because too many were in hand.");
    }

    public int InHand => Volatile.Read(ref _inHand);

    /// <summary>Takes a call in hand, or turns it away; whoever takes one ends it.</summary>
    public bool TryBegin(LoadClass load)
    {
        if (Interlocked.Increment(ref _inHand) <= _options.LimitOf(load))
        {
            return true;
        }

        End();
        _shed.Add(1, new KeyValuePair<string, object?>("class", load.ToString().ToLowerInvariant()));
        return false;
    }

    public void End() => Interlocked.Decrement(ref _inHand);
}

internal static class LoadShedding
{
    private const string Api = "/v1";

    /// <summary>Says what a route is worth; one that says nothing is a lookup.</summary>
    public static TBuilder Sheds<TBuilder>(this TBuilder route, LoadClass load)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Load(load));

    /// <summary>A route whose calls stay open: they are not counted.</summary>
    public static TBuilder NeverSheds<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Load(null));

    /// <summary>What a route is worth; null for what is never shed: health, metrics, documents, streams.</summary>
    public static LoadClass? ClassOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<Load>() is { } said ? said.Class
        : endpoint is RouteEndpoint { RoutePattern.RawText: { } path } && path.StartsWith(Api, StringComparison.Ordinal) ? LoadClass.Lookup
        : null;

    public static void UseLoadShedding(this WebApplication app)
    {
        var shedder = app.Services.GetRequiredService<LoadShedder>();
        app.Use((context, next) => ClassOf(context.GetEndpoint()) is { } load ? GuardedAsync(shedder, load, context, next) : next(context));
    }

    private static async Task GuardedAsync(LoadShedder shedder, LoadClass load, HttpContext context, RequestDelegate next)
    {
        if (!shedder.TryBegin(load))
        {
            await new ProblemResult(ProblemCode.Overloaded) { RetryAfter = RetryAfterOf(load) }.ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            shedder.End();
        }
    }

    /// <summary>Seconds; what was shed first comes back last.</summary>
    private static int RetryAfterOf(LoadClass load) => load switch
    {
        LoadClass.Map => 30,
        LoadClass.List => 10,
        LoadClass.Lookup => 5,
        LoadClass.Submission => 2,
    };

    /// <param name="Class">Null for what is never shed.</param>
    private sealed record Load(LoadClass? Class);
}
