namespace Connect311.Benchmarks.Phones;

/// <summary>What must not happen to a phone, whatever the network does.</summary>
internal static class PhoneAnomaly
{
    public const string Missing = "reports missing";
    public const string Doubled = "reports stored more than once";
    public const string Unknown = "reports that nobody sent";
    public const string Waiting = "reports and photos that wait for ever";
    public const string Photos = "photos missing or with other bytes";
    public const string View = "reports that a phone sees otherwise than the server";
    public const string Device = "phones that lost their device";
    public const string Unexpected = "answers that cannot be";

    public static readonly string[] All = [Missing, Doubled, Unknown, Waiting, Photos, View, Device, Unexpected];
}
