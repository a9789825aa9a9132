using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>What hostile requests may name, since a fresh server with a few reports knows it: the same in every run.</summary>
internal sealed record FuzzWorld
{
    private const int Reports = 60;

    public required ApiDocument Document { get; init; }

    /// <summary>Service types as <c>GET /v1/service-types</c> lists them.</summary>
    public required IReadOnlyList<JsonElement> Types { get; init; }

    public required IReadOnlyList<string> Departments { get; init; }

    /// <summary>Tracking numbers of stored reports.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }

    public required IReadOnlyList<string> ReporterKeys { get; init; }

    public required IReadOnlyList<string> Cursors { get; init; }

    public static async Task<FuzzWorld> PrepareAsync(Uri server, int seed, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server };
        var document = new ApiDocument(await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", cancellationToken));
        var list = await client.GetFromJsonAsync<JsonElement>("/v1/service-types", cancellationToken);
        var types = list.GetProperty("items").EnumerateArray().ToList();
        var answers = new List<JsonElement>();
        var random = new Random(seed);
        for (var i = 0; i < Reports; i++)
        {
            answers.Add(await SubmitAsync(client, ValidBodies.Submission(random, types).ToJsonString(), cancellationToken));
        }

        answers.RemoveAll(answer => answer.ValueKind == JsonValueKind.Undefined);
        return new()
        {
            Document = document,
            Types = types,
            Departments = [.. list.GetProperty("departments").EnumerateArray().Select(one => one.GetProperty("code").GetString()!)],
            Numbers = [.. answers.Select(answer => answer.GetProperty("trackingNumber").GetString()!)],
            ReporterKeys = [.. answers.Select(answer => answer.GetProperty("reporterKey").GetString()!)],
            Cursors = await CursorsAsync(client, answers, cancellationToken),
        };
    }

    private static async Task<JsonElement> SubmitAsync(HttpClient client, string body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/service-requests")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("X-Api-Key", "demo-app");
        using var response = await client.SendAsync(request, cancellationToken);
        return response.StatusCode == System.Net.HttpStatusCode.Created
            ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)
            : default;
    }

    private static async Task<List<string>> CursorsAsync(
        HttpClient client, List<JsonElement> answers, CancellationToken cancellationToken)
    {
        var cursors = new List<string> { "" };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer demo-operator");
        foreach (var department in answers.Select(answer => answer.GetProperty("department").GetProperty("code").GetString()).Distinct())
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/v1/departments/{department}/queue?limit=1", cancellationToken);
            if (page.GetProperty("nextCursor").GetString() is { } cursor)
            {
                cursors.Add(cursor);
            }
        }

        return cursors;
    }
}
