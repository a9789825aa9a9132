using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Connect311.Api.Photos;

namespace Connect311.Tests.Photos;

/// <summary>Calls as a phone makes them that sends photos, in parts too.</summary>
internal static class PhotoCalls
{
    private const string Part = "application/partial-upload";

    public static string NewId() => Guid.CreateVersion7().ToString();

    public static byte[] Bytes(string name) => File.ReadAllBytes(RealData.PathOf(Path.Combine("photos", name)));

    /// <summary>Sends the beginning of a photo, or all of it.</summary>
    public static Task<HttpResponseMessage> BeginAsync(this HttpClient caller, string id, byte[] bytes, bool? isComplete = null, long? length = null) =>
        SendAsync(caller, HttpMethod.Post, "/v1/photos", bytes, "image/jpeg", ("Photo-Id", id), ("Upload-Complete", Text(isComplete)), ("Upload-Length", Text(length)));

    /// <summary>Sends what follows.</summary>
    public static Task<HttpResponseMessage> ContinueAsync(this HttpClient caller, string id, byte[] bytes, long? offset, bool? isComplete, long? length = null) =>
        SendAsync(caller, HttpMethod.Patch, $"/v1/photos/{id}", bytes, Part, ("Upload-Offset", Text(offset)), ("Upload-Complete", Text(isComplete)), ("Upload-Length", Text(length)));

    /// <summary>How far it is, as <c>?0 100 of 300</c>; the status where that is not told.</summary>
    public static async Task<string> ToldAsync(this HttpClient caller, string id)
    {
        using var answer = await caller.SendAsync(new(HttpMethod.Head, $"/v1/photos/{id}"), TestContext.Current.CancellationToken);
        return answer.StatusCode == HttpStatusCode.NoContent ? FarOf(answer) : $"{(int)answer.StatusCode}";
    }

    /// <summary>What an answer says of how far it is.</summary>
    public static string FarOf(HttpResponseMessage answer) =>
        $"{Header(answer, "Upload-Complete")} {Header(answer, "Upload-Offset")}{(Header(answer, "Upload-Length") is { } length ? $" of {length}" : "")}";

    public static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    public static Task<HttpResponseMessage> CancelAsync(this HttpClient caller, string id) =>
        caller.DeleteAsync($"/v1/photos/{id}", TestContext.Current.CancellationToken);

    /// <summary>How it stands with a photo once the work on it is done.</summary>
    public static async Task<JsonElement> ReadyAsync(this HttpClient caller, string id)
    {
        while (true)
        {
            var answer = await (await caller.ReadAsync($"/v1/photos/{id}")).JsonAsync();
            if (answer.Text("status") != PhotoStatus.Processing)
            {
                return answer;
            }
        }
    }

    /// <summary>Begins a call that says it brings all of a photo, and sends some of it: the connection stays open.</summary>
    public static async Task<TcpClient> HangAsync(this HttpClient caller, string id, byte[] bytes, int sent)
    {
        var address = caller.BaseAddress!;
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var head = $"POST /v1/photos HTTP/1.1\r\nHost: x\r\nX-Api-Key: demo-app\r\nPhoto-Id: {id}\r\nUpload-Complete: ?1\r\nContent-Type: image/jpeg\r\nContent-Length: {bytes.Length}\r\n\r\n";
        await connection.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. bytes[..sent]], TestContext.Current.CancellationToken);
        return connection;
    }

    private static string? Text(bool? value) => value switch { true => "?1", false => "?0", null => null };

    private static string? Text(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient caller, HttpMethod method, string path, byte[] bytes, string type, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return caller.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
