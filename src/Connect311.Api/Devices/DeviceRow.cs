namespace Connect311.Api.Devices;

/// <summary>How a token stands to its device.</summary>
internal enum TokenState
{
    /// <summary>It was used, and none that came after it.</summary>
    Live,

    /// <summary>It was made and not used yet; with its first use all that came before it are dead.</summary>
    Unused,

    Dead,
}

/// <summary>A device as it is stored.</summary>
internal sealed record DeviceRow
{
    public required string Id { get; init; }

    /// <summary>The first moment (UTC) of the day on which it was last seen.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The phone of the newest token that was used; 0 before any was.</summary>
    public required int Phone { get; init; }

    /// <summary>The generation of the newest token that was used.</summary>
    public required int Generation { get; init; }

    /// <summary>How many phones a first token was made for.</summary>
    public required int Phones { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The first token of the newest phone.</summary>
    public DeviceToken Newest => new(Id, Phones, 1);

    /// <summary>Whether the first token of the newest phone was used.</summary>
    public bool IsTaken => Phone == Phones;

    public TokenState StateOf(DeviceToken token)
    {
        if (RevokedAt is not null)
        {
            return TokenState.Dead;
        }

        if (token.Phone == Phone)
        {
            return token.Generation == Generation ? TokenState.Live
                : token.Generation == Generation + 1 ? TokenState.Unused
                : TokenState.Dead;
        }

        return token.Phone == Phones && token.Phone > Phone && token.Generation == 1 ? TokenState.Unused : TokenState.Dead;
    }
}
