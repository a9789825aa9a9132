namespace Connect311.Benchmarks.Phones;

/// <summary>What a bad network does to a call.</summary>
internal static class NetworkFault
{
    /// <summary>The request never arrives.</summary>
    public const string LostRequest = "requests dropped";

    /// <summary>The request is worked on, and nobody hears of it.</summary>
    public const string LostAnswer = "answers dropped";

    /// <summary>The request arrives twice, at the same time.</summary>
    public const string Duplicate = "requests doubled";

    /// <summary>The phone gives up, and the request arrives later: behind what the phone sent since.</summary>
    public const string Late = "requests that came late, behind later ones";

    /// <summary>The request arrives after five seconds.</summary>
    public const string Slow = "requests delayed by 5 s";

    /// <summary>The connection ends in the middle of the request's body.</summary>
    public const string CutRequest = "connections reset in a request's body";

    /// <summary>The connection ends in the middle of the answer's body.</summary>
    public const string CutAnswer = "connections reset in an answer's body";

    /// <summary>The server was down.</summary>
    public const string NoServer = "calls while the server was down";

    /// <summary>Of a rotation's answers in particular: whoever loses one must not lose the device.</summary>
    public const string LostRotation = "of them rotations of a device token";

    public static readonly string[] All = [LostRequest, LostAnswer, LostRotation, Duplicate, Late, Slow, CutRequest, CutAnswer, NoServer];

    /// <summary>One of them, or null for a call that goes well: about two thirds do.</summary>
    public static string? Draw(Random random) => random.Next(100) switch
    {
        < 8 => LostRequest,
        < 17 => LostAnswer,
        < 22 => Duplicate,
        < 25 => Late,
        < 26 => Slow,
        < 30 => CutRequest,
        < 34 => CutAnswer,
        _ => null,
    };
}
