using Connect311.Api.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Which credential may use which route, for the caller's own department (DOT) and another (NYPD).</summary>
public sealed class RoleTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Noise =
        """{"serviceType":"noise-residential.loud-music-party","location":{"latitude":40.67383,"longitude":-73.97054}}""";

    /// <summary>The columns of the table below: the documented route, and the path that is asked.</summary>
    private static readonly (string Route, string Path)[] Columns =
    [
        ("GET /v1/service-types", "/v1/service-types"),
        ("POST /v1/service-requests", "/v1/service-requests"),
        ("GET /v1/tokens/{token}", "/v1/tokens/x"),
        ("GET /v1/public/service-requests/{trackingNumber}", "/v1/public/service-requests/OWN"),
        ("GET /v1/public/service-requests", "/v1/public/service-requests?numbers=OWN,OTHER"),
        ("GET /v1/departments/{code}/queue", "/v1/departments/DOT/queue"),
        ("GET /v1/departments/{code}/queue", "/v1/departments/NYPD/queue"),
        ("GET /v1/departments/{code}/queue", "/v1/departments/311/queue"),
        ("GET /v1/service-requests/{trackingNumber}", "/v1/service-requests/OWN"),
        ("GET /v1/service-requests/{trackingNumber}", "/v1/service-requests/OTHER"),
        ("POST /v1/service-requests/{trackingNumber}/acknowledge", "/v1/service-requests/OWN/acknowledge"),
        ("POST /v1/service-requests/{trackingNumber}/acknowledge", "/v1/service-requests/OTHER/acknowledge"),
        ("POST /v1/service-requests/{trackingNumber}/close", "/v1/service-requests/OWN/close"),
        ("POST /v1/service-requests/{trackingNumber}/close", "/v1/service-requests/OTHER/close"),
    ];

    /// <summary>Statuses in the order of the columns; DOT's request is the own one, NYPD's the other.</summary>
    private const string Table = """
        credential                                types post token   public     queues        read     acknowledge   close
                                                                    one  many  own oth 311   own other  own other  own other
        -                                       | 200   401  404    200  200   401 401 401   401 401    401 401    401 401
        X-Api-Key: wrong                        | 200   401  404    200  200   401 401 401   401 401    401 401    401 401
        X-Api-Key: demo-app                     | 200   201  404    200  200   403 403 403   403 403    403 403    403 403
        X-Department-Key: DOT                   | 200   403  404    200  200   403 403 403   200 403    200 403    200 403
        Authorization: Bearer demo-agent-DOT    | 200   403  404    200  200   200 403 403   200 403    200 403    200 403
        Authorization: Bearer demo-supervisor-DOT | 200 403  404    200  200   200 403 403   200 403    200 403    200 403
        Authorization: Bearer demo-calltaker    | 200   201  404    200  200   403 403 403   200 200    403 403    403 403
        Authorization: Bearer demo-operator     | 200   201  404    200  200   200 200 200   200 200    200 200    200 200
        Authorization: Bearer demo-admin        | 200   403  404    200  200   200 200 200   200 200    403 403    403 403
        """;

    public static TheoryData<string, string> Rows => new(
        Table.Split('\n').Where(line => line.Contains('|')).Select(line => line.Split('|')).Select(cells => (cells[0].Trim(), cells[1])));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_role_may_use_its_routes_and_no_other(string credential, string statuses)
    {
        using var caller = credential == "-" ? application.Anybody() : await CallerAsync(credential.Split(": "));
        var expected = statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Columns.Length, expected.Length);
        for (var i = 0; i < Columns.Length; i++)
        {
            var (route, path) = Columns[i];
            Assert.Equal($"{route}, {path}: {expected[i]}", $"{route}, {path}: {await StatusAsync(caller, route, path)}");
        }
    }

    [Fact]
    public async Task The_table_names_every_documented_route()
    {
        using var anybody = application.Anybody();
        var document = await (await anybody.ReadAsync("/openapi/v1.json")).JsonAsync();
        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(documented.Order(), Columns.Select(column => column.Route).Distinct().Order());
    }

    [Fact]
    public void Every_endpoint_names_a_policy_or_says_that_it_is_open_to_all()
    {
        using var _ = application.Anybody();
        var endpoints = application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).ToList();
        Assert.True(endpoints.Count > Columns.Select(column => column.Route).Distinct().Count());
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is { Length: > 0 },
            $"{endpoint.DisplayName} names no policy."));
    }

    private async Task<HttpClient> CallerAsync(string[] credential)
    {
        using var _ = application.Anybody();
        var value = credential[0] == "X-Department-Key"
            ? (await application.Services.GetRequiredService<ApiKeyStore>()
                .CreateAsync(Role.Department, "Its own system", null, credential[1], TestContext.Current.CancellationToken)).Key
            : credential[1];
        return application.ClientFor(credential[0], value);
    }

    private async Task<int> StatusAsync(HttpClient caller, string route, string path)
    {
        using var app = application.App();
        var own = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        var other = (await app.SubmittedAsync(Noise)).Text("trackingNumber");
        var asked = path.Replace("OWN", own, StringComparison.Ordinal).Replace("OTHER", other, StringComparison.Ordinal);
        var response = route switch
        {
            "POST /v1/service-requests" => await caller.SubmitAsync(Calls.Pothole),
            ['P', ..] => await caller.ActAsync(
                asked.Split('/')[3], asked.Split('/')[4], "\"1\"", asked.EndsWith("close", StringComparison.Ordinal) ? """{"outcome":"fixed"}""" : null),
            _ => await caller.ReadAsync(asked),
        };
        return (int)response.StatusCode;
    }
}
