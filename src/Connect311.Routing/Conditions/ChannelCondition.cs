namespace Connect311.Routing.Conditions;

/// <summary>The report came in by one of the channels.</summary>
public sealed record ChannelCondition(IReadOnlyList<string> Channels) : Condition
{
    public override Verdict Check(RoutingInput input, TimeZoneInfo zone) => Of(Channels.Contains(input.Channel));

    public override string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone) =>
        $"the channel is {input.Channel}, the rule asks for {List(Channels)}";
}
