using Connect311.Api.Http;
using Connect311.Api.Open311.Reports;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Updates;

/// <summary>Takes updates from outside: of a department's system by its secret key, and of residents by the key of an app.</summary>
internal sealed class Receiving(UpdateKeys keys, Jurisdictions jurisdictions, StaffStore requests, UpdateDesk desk, ResidentUpdates residents)
{
    /// <returns>Null when it is taken, now or before.</returns>
    public async Task<ProblemResult?> TakeAsync(Arguments arguments, HttpContext context)
    {
        if (arguments.Refusal() is { } unreadable)
        {
            return unreadable;
        }

        var (caller, refusal) = await keys.FindAsync(arguments, context);
        if (caller is null || jurisdictions.Find(arguments, out refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        if (arguments.All(UpdateNames.Request).Count == 0)
        {
            arguments.Faults.Add(new($"/{UpdateNames.Request}", FaultCodes.Required));
        }

        var update = UpdateForm.Read(arguments, UpdateForm.NumberIn(arguments, UpdateNames.Request) ?? default);
        if (arguments.Refusal() is { } faulty)
        {
            return faulty;
        }

        return await requests.FindAsync(update.Number, context.RequestAborted) is { IsGone: false } seen && Jurisdictions.Holds(jurisdiction, seen.Department, seen.Areas)
            ? caller.Role == Role.Department
                ? await OfDepartmentAsync(seen, update, caller, context.RequestAborted)
                : await residents.TakeAsync(seen, update, caller, arguments.One("reporter_key"), context)
            : new(ProblemCode.NotFound);
    }

    private async Task<ProblemResult?> OfDepartmentAsync(StaffRow seen, IncomingUpdate update, Caller caller, CancellationToken cancellationToken) =>
        caller.ToHandle(seen.Held).Refusal()
        ?? (await desk.TakeAsync(caller, update, cancellationToken) switch
        {
            null => new(ProblemCode.Busy) { RetryAfter = 1 },
            UpdateResult.Unknown => new(ProblemCode.NotFound),
            _ => null,
        });
}

/// <summary>Finds whose an update is.</summary>
internal sealed class UpdateKeys(AppKeys apps, CallerDirectory directory, RateLimiter limits)
{
    private const string Argument = "api_key";

    /// <summary>A department by its secret key, wherever that stands; else an app. The call is then known as it.</summary>
    public async Task<(Caller? Caller, ProblemResult? Refusal)> FindAsync(Arguments arguments, HttpContext context)
    {
        var headers = context.Request.Headers;
        var key = headers[CallerAuthentication.DepartmentKeyHeader].ToString() is { Length: > 0 } secret ? secret
            : arguments.One(Argument) ?? headers[CallerAuthentication.ApiKeyHeader].ToString();
        var (caller, refusal) = key.Length > 0 && await directory.FindDepartmentAsync(key, context.RequestAborted) is { } department
            ? (department, null)
            : headers[CallerAuthentication.DepartmentKeyHeader].Count > 0 ? (null, new(ProblemCode.CredentialRefused))
            : await apps.FindAsync(arguments, context);
        if (caller is null)
        {
            return (null, refusal);
        }

        context.User = caller.ToPrincipal(CallerAuthentication.SchemeName);
        return limits.Refuse(context) is { } limited ? (null, limited) : (caller, null);
    }
}
