using System.Net.ServerSentEvents;
using System.Threading.Channels;

namespace Connect311.Api.Triage.Streams;

/// <summary>One open stream: what waits to be sent to its reader.</summary>
/// <param name="scope">Whose queue it shows.</param>
/// <param name="hangUp">Ends the connection of a reader that has stopped reading.</param>
internal sealed class StreamSubscription(StreamScope scope, Action hangUp)
{
    private const int Room = 1_000;

    private readonly Channel<SseItem<string>> _waiting =
        System.Threading.Channels.Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(Room) { SingleReader = true });

    public StreamScope Scope => scope;

    public ChannelReader<SseItem<string>> Waiting => _waiting.Reader;

    /// <summary>A reader that is too far behind is hung up on: it comes again, and goes on behind the last id that it got.</summary>
    public void Take(SseItem<string> item)
    {
        if (!_waiting.Writer.TryWrite(item) && _waiting.Writer.TryComplete())
        {
            hangUp();
        }
    }
}
