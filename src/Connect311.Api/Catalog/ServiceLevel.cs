using Connect311.Api.ServiceLevels;

namespace Connect311.Api.Catalog;

/// <summary>By when requests of a service type should be acknowledged, inspected and resolved, by their priority.</summary>
internal sealed class ServiceLevel
{
    private readonly SourcedTargets[] _byPriority;
    private readonly Targets[] _targets;

    /// <param name="byPriority">Those of the priorities 1 to 4, in this order.</param>
    public ServiceLevel(IEnumerable<SourcedTargets> byPriority)
    {
        _byPriority = [.. byPriority];
        ArgumentOutOfRangeException.ThrowIfNotEqual(_byPriority.Length, Priorities);
        _targets = [.. _byPriority.Select(targets => targets.Bare)];
    }

    /// <summary>How many priorities there are: 1 (urgent) to 4.</summary>
    public const int Priorities = 4;

    /// <summary>The targets of a request.</summary>
    /// <param name="priority">1 (urgent) to 4.</param>
    public Targets Of(int priority) => _targets[priority - 1];

    /// <summary>The targets of a request, each with where it comes from.</summary>
    /// <inheritdoc cref="Of"/>
    public SourcedTargets WithSources(int priority) => _byPriority[priority - 1];
}

/// <summary>The targets of one priority; null where there is none.</summary>
internal sealed record SourcedTargets(SourcedTarget? Acknowledge, SourcedTarget? Inspect, SourcedTarget? Resolve)
{
    public static SourcedTargets None { get; } = new(null, null, null);

    public Targets Bare => new(Acknowledge?.Target, Inspect?.Target, Resolve?.Target);

    public SourcedTarget? Of(TargetKind kind) => kind switch
    {
        TargetKind.Acknowledge => Acknowledge,
        TargetKind.Inspect => Inspect,
        TargetKind.Resolve => Resolve,
    };
}

/// <summary>A target, and where it comes from.</summary>
/// <param name="Source">The law, agreement or data set; <c>assumed</c> where there is none.</param>
internal sealed record SourcedTarget(Target Target, string Source);
