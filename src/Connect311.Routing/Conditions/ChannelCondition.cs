namespace Connect311.Routing.Conditions;

/// <summary>The report came in by one of the channels.</summary>
internal sealed record ChannelCondition(IReadOnlyList<string> Channels) : Condition
{
    internal override string Asks => $"the channel is {List(Channels)}";

    internal override Verdict Check(ref Situation report)
    {
        for (var i = 0; i < Channels.Count; i++)
        {
            if (Channels[i] == report.Input.Channel)
            {
                return Verdict.Holds;
            }
        }

        return Verdict.Fails;
    }

    internal override string Finds(ref Situation report) => $"the channel is {report.Input.Channel}";
}
