using System.Globalization;
using System.Text;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Makes the requests of a run: seed and index alone say what one is.</summary>
internal sealed class RequestMaker(FuzzWorld world, int seed)
{
    private const int RawPerMille = 20;
    private const int TwistedPercent = 8;
    private const int OtherMethodPercent = 6;
    private const string WholeCatalog = "ListServiceTypes";

    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "PROPFIND", "X", "G@T", "A_VERY_LONG_METHOD_THAT_NOBODY_KNOWS"];

    private readonly ApiOperation[] _others = [.. world.Document.Operations.Where(operation => operation.Id != WholeCatalog)];
    private readonly TargetTricks _targets = new(world);
    private readonly HeaderTricks _headers = new(world);

    public HostileRequest Make(long index)
    {
        var random = new Random(unchecked((int)(((uint)seed * 0x9E3779B1u) ^ ((uint)index * 0x85EBCA6Bu))));
        var request = MakeOrdinary(index, random);
        return random.Next(1000) < RawPerMille
            ? request with { Bytes = RawTricks.Make(random, request.Bytes), Operation = null, IsOdd = true, IsReset = random.Next(5) == 0 }
            : request;
    }

    private HostileRequest MakeOrdinary(long index, Random random)
    {
        var operation = Operation(random);
        var goesThere = true;
        var method = operation.Method;
        var target = _targets.Of(operation, random, hostile: random.Next(3) == 0);
        if (random.Next(100) < TwistedPercent)
        {
            (target, goesThere) = (TargetTricks.Twisted(target, random), false);
        }

        if (random.Next(100) < OtherMethodPercent)
        {
            (method, goesThere) = (random.Pick(Methods), false);
        }

        var body = operation.Method is "POST" or "PUT" or "PATCH" || random.Next(30) == 0 ? Body(operation, random) : null;
        return new(index, method, Bytes(operation, method, target, body, random), goesThere ? operation : null);
    }

    /// <summary>The whole catalogue is long and always the same, so it is asked for less often.</summary>
    private ApiOperation Operation(Random random)
    {
        var operation = random.Pick(world.Document.Operations);
        return operation.Id == WholeCatalog && random.Next(20) > 0 ? random.Pick(_others) : operation;
    }

    private byte[] Body(ApiOperation operation, Random random)
    {
        var body = ValidBodies.Of(operation, random, world.Types);
        if (random.Next(5) > 1)
        {
            BodyTricks.Mutate(body, random);
        }

        return BodyTricks.Write(body, random, hostile: random.Next(5) == 0);
    }

    private byte[] Bytes(ApiOperation operation, string method, string target, byte[]? body, Random random)
    {
        var hostile = random.Next(4) == 0;
        var head = new StringBuilder(512).Append(method).Append(' ').Append(target).Append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        _headers.Add(head, operation, random, hostile);
        if (body is null)
        {
            return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
        }

        head.Append("Content-Type: ").Append(HeaderTricks.MediaType(random, hostile)).Append("\r\n");
        return random.Next(10) == 0
            ? [.. Encoding.UTF8.GetBytes(head.Append("Transfer-Encoding: chunked\r\n\r\n").ToString()), .. Chunked(body, random)]
            : [.. Encoding.UTF8.GetBytes(head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n").ToString()), .. body];
    }

    private static byte[] Chunked(byte[] body, Random random)
    {
        using var chunks = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var size = Math.Min(body.Length - at, random.Pick([1, 7, 100, 4096]) + (body.Length / 50));
            chunks.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size:x}\r\n")));
            chunks.Write(body, at, size);
            chunks.Write("\r\n"u8);
            at += size;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }
}
