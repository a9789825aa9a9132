using Connect311.Tests.Staff;

namespace Connect311.Tests.Http;

/// <summary>
/// Which credential may use which route, for the caller's own department (DOT) and another (NYPD). Each role comes by a
/// demo credential, by a personal access token and by a token of the city's sign-in: all three must be the same.
/// </summary>
public sealed class RoleTests(SignInApplication world) : IClassFixture<SignInApplication>
{
    private readonly RoleCalls _calls = new(world);

    [Theory]
    [MemberData(nameof(RoleTable.Rows), MemberType = typeof(RoleTable))]
    public async Task A_route_is_open_to_its_roles_within_their_scope_and_to_nobody_else(string route, string path, string statuses)
    {
        var expected = RoleTable.Words(statuses);
        Assert.Equal(RoleTable.Credentials.Length, expected.Length);
        foreach (var (credential, status) in RoleTable.Credentials.Zip(expected))
        {
            await foreach (var (name, caller) in _calls.CallersAsync(credential))
            {
                using (caller)
                {
                    Assert.Equal($"{name}: {status}", $"{name}: {await _calls.StatusAsync(caller, route, path)}");
                }
            }
        }
    }

    [Fact]
    public async Task The_table_names_every_documented_route()
    {
        using var anybody = _calls.Application.Anybody();
        var documented = new List<string>();
        foreach (var name in new[] { "v1", "open311-v2" })
        {
            var document = await (await anybody.ReadAsync($"/openapi/{name}.json")).JsonAsync();
            documented.AddRange(document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")));
        }

        Assert.Equal(documented.Order(), RoleTable.Rows.Select(row => row.Data.Item1).Distinct().Order());
    }
}
