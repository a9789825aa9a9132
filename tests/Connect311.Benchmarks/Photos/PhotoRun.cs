using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;
using ImageMagick;

namespace Connect311.Benchmarks.Photos;

/// <summary>What a run of <c>photos</c> is to do.</summary>
internal sealed record PhotoPlan(int Photos, int Connections);

/// <summary>Many phones that send a photo each, to one server.</summary>
internal sealed class PhotoRun(PhotoPlan plan)
{
    private const string Refused = "photos that were not answered 201";
    private const string NotReady = "photos that cannot be shown";
    private const int Width = 4_000;
    private const int Height = 3_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ConcurrentBag<double> _latency = [];
    private readonly ConcurrentBag<string> _taken = [];

    public Anomalies Anomalies { get; } = new([Refused, NotReady]);

    public IReadOnlyCollection<double> LatencyMilliseconds => _latency;

    public double Megabytes { get; private set; }

    /// <summary>Until the last answer.</summary>
    public TimeSpan Answered { get; private set; }

    /// <summary>Until the last can be shown.</summary>
    public TimeSpan Ready { get; private set; }

    public TimeSpan ProcessorTime { get; private set; }

    public double ArrivalMegabytes { get; private set; }

    public double PeakMegabytes { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var photo = Made();
        Megabytes = photo.Length / 1e6;
        using var folder = new ServerFolder();
        await using var server = ServerProcess.Start(folder);
        using var client = new HttpClient { BaseAddress = await server.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", "demo-app");
        var (begin, before) = (Stopwatch.GetTimestamp(), server.ProcessorTime);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, plan.Photos),
            new ParallelOptions { MaxDegreeOfParallelism = plan.Connections, CancellationToken = cancellationToken },
            async (number, token) => await SendAsync(client, photo, number, token));
        (Answered, ArrivalMegabytes) = (Stopwatch.GetElapsedTime(begin), ProcessCounts.PeakMegabytes(server.Id));
        await WaitAsync(client, cancellationToken);
        (Ready, ProcessorTime, PeakMegabytes) = (Stopwatch.GetElapsedTime(begin), server.ProcessorTime - before, ProcessCounts.PeakMegabytes(server.Id));
    }

    /// <summary>A picture with as much in it as a camera's.</summary>
    private static byte[] Made()
    {
        using var image = new MagickImage("plasma:", new MagickReadSettings { Width = Width, Height = Height });
        image.AddNoise(NoiseType.Gaussian, 0.3);
        image.Quality = 90;
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    /// <summary>Each is another file: a number stands behind the picture.</summary>
    private async Task SendAsync(HttpClient client, byte[] photo, int number, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/photos") { Content = new ByteArrayContent([.. photo, .. BitConverter.GetBytes(number)]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        request.Headers.TryAddWithoutValidation("Photo-Id", id);
        var begin = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, cancellationToken);
        _latency.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            _taken.Add(id);
        }
        else
        {
            Anomalies.Add(Refused, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    private async Task WaitAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        foreach (var id in _taken)
        {
            var status = "processing";
            while (status == "processing" && Stopwatch.GetElapsedTime(begin) < Patience)
            {
                status = (await client.GetFromJsonAsync<JsonElement>($"/v1/photos/{id}", cancellationToken)).GetProperty("status").GetString()!;
                await Task.Delay(status == "processing" ? Pause : TimeSpan.Zero, cancellationToken);
            }

            if (status != "ready")
            {
                Anomalies.Add(NotReady, $"{id}: {status}");
            }
        }
    }
}
