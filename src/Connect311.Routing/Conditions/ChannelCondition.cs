namespace Connect311.Routing.Conditions;

/// <summary>The report came in by one of the channels.</summary>
internal sealed record ChannelCondition(IReadOnlyList<string> Channels) : Condition
{
    internal override Clause Asks => new(ClauseCode.AsksChannel, (ClauseValue.Channels, Channels));

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

    internal override Clause Finds(ref Situation report) => new(ClauseCode.OtherChannel, (ClauseValue.Channels, [report.Input.Channel]));
}
