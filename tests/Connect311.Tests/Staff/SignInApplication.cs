using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Staff;

/// <summary>The program beside an issuer that it takes sign-ins from.</summary>
public sealed class SignInApplication : IAsyncLifetime
{
    public SignInApplication() => Application = new TestApplication()
        .With("Oidc:Authority", Issuer.Authority)
        .With("Oidc:Audience", TestIssuer.Audience)
        .With("Streams:Seconds", "0");

    internal TestIssuer Issuer { get; } = new();

    public TestApplication Application { get; }

    public async ValueTask InitializeAsync() => await Issuer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Application.Dispose();
        await Issuer.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Staff of a running program, made as its command line makes them.</summary>
internal static class StaffOfApplication
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StaffMember> AddStaffAsync(this TestApplication application, string role, string? department = null)
    {
        using var started = application.Anybody();
        return (await application.Services.GetRequiredService<StaffMembers>().AddAsync(
            new("Kim", role, department), Creation.Of("test", null, application.Time), Actor.CommandLine, Cancel)).Member;
    }

    /// <summary>The token of somebody new with a role.</summary>
    public static async Task<string> TokenAsync(this TestApplication application, string role, string? department = null)
    {
        var member = await application.AddStaffAsync(role, department);
        return (await application.Services.GetRequiredService<StaffTokens>().CreateAsync(
            member.Id, "laptop", 1, Creation.Of("test", null, application.Time), Actor.CommandLine, Cancel)).Token!;
    }

    /// <summary>Gives a request to another department, as a transfer will.</summary>
    public static async Task HandOverAsync(this TestApplication application, string number, string department)
    {
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(number, out var read));
        await using var connection = await application.Database.OpenAsync(Cancel);
        var changed = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE ServiceRequest SET Department = @department WHERE Id = @id;", new { department, id = read.Id }, cancellationToken: Cancel));
        Assert.Equal(1, changed);
    }
}
