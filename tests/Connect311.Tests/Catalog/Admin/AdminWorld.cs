using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Admin;
using Connect311.Api.Databases;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connect311.Tests.Catalog.Admin;

/// <summary>What one node has of the catalogue's administration, over a database, without the wire.</summary>
internal sealed class AdminWorld
{
    private AdminWorld(Database database, TimeProvider time)
    {
        var audit = new AuditLog(database, time);
        Cities = new(database, audit, time);
        Store = new(database, audit, time);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        Refresh = new(Cities, City, time, meters, NullLogger<CityRefresh>.Instance);
        Admin = new(Store, new(Store), Refresh, audit);
    }

    public CurrentCity City { get; } = new();

    public CityStore Cities { get; }

    public CityRefresh Refresh { get; }

    public CatalogAdminStore Store { get; }

    public CatalogAdmin Admin { get; }

    /// <summary>A node over a database that gets the small city if it has none.</summary>
    public static async Task<AdminWorld> OfAsync(Database database, TimeProvider? time = null)
    {
        var world = new AdminWorld(database, time ?? TimeProvider.System);
        if (await world.Cities.FindAsync(TestContext.Current.CancellationToken) is null)
        {
            await world.Cities.InstallAsync(new(SmallCity.Files), Actor.CommandLine, TestContext.Current.CancellationToken);
        }

        world.City.Set((await world.Cities.FindAsync(TestContext.Current.CancellationToken))!);
        return world;
    }

    /// <summary>A call of an admin that names a version.</summary>
    public static HttpContext Call(int version)
    {
        var context = new DefaultHttpContext { User = Caller.OfStaff("an-admin", Role.Admin, null).ToPrincipal("test") };
        context.Request.Headers.IfMatch = $"\"{version}\"";
        return context;
    }

    public Task<EntryAnswer> PutAsync(EntryKind kind, string code, string body, int version) => Admin.ActAsync(kind, code, Call(version), (before, place) =>
    {
        var wish = JsonNode.Parse(body)!.AsObject();
        wish["code"] = place.OwnCode;
        EntryWish.KeepActivity(wish, before);
        return new Edit(wish, kind.ChangeAction, kind.TargetOf(code));
    });

    public Task<EntryAnswer> SwitchAsync(EntryKind kind, string code, bool active, int version) => Admin.ActAsync(kind, code, Call(version), (before, _) =>
    {
        var entry = before!.DeepClone().AsObject();
        entry["active"] = active;
        return new Edit(entry, kind.DeactivateAction, kind.TargetOf(code));
    });
}
