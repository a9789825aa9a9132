using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Routing;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Claims;

/// <summary>External departments that let their requests lie: assigned, not acknowledged, and nothing heard for too long.</summary>
internal sealed class Silence(CurrentCity city, IOptions<ClaimOptions> options, TimeProvider time)
{
    /// <summary>A filter that lets through what its departments are silent about: for <c>311</c>, every external department.</summary>
    public QueueFilter Narrow(QueueFilter filter)
    {
        var external = city.Value.Catalog.Departments.Values.Where(department => department.IsExternal).Select(department => department.Code);
        return filter with
        {
            Silent = filter.Department == RuleSet.OperatorDepartment
                ? [.. external.Order(StringComparer.Ordinal)]
                : [.. external.Where(code => code == filter.Department)],
            SilentBefore = time.Now() - TimeSpan.FromHours(options.Value.SilenceHours),

            // Operators see what is confidential in their own department alone.
            WithConfidential = filter.WithConfidential && filter.Department != RuleSet.OperatorDepartment,
        };
    }
}
