namespace Connect311.Api.Staff.People;

/// <summary>How a member of staff signs in.</summary>
internal static class SignsInBy
{
    /// <summary>With personal access tokens made here; the role is given here.</summary>
    public const string Token = "token";

    /// <summary>With tokens of the city's sign-in (an OIDC issuer), which also gives the role.</summary>
    public const string Issuer = "issuer";
}

/// <summary>Somebody who works with service requests. Nobody is deleted: who left is deactivated.</summary>
internal sealed record StaffMember
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>How colleagues know the person: a name, or a badge number.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Role.OfStaff"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The one department of an agent or supervisor; null for the other roles.</summary>
    public string? Department { get; init; }

    /// <summary>See <see cref="People.SignsInBy"/>.</summary>
    public required string SignsInBy { get; init; }

    /// <summary>What was asked for when the person was added; empty for one whom the issuer brought.</summary>
    public required string BodyHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of who added the person.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When the issuer made the token that Role and Department were last taken from; null for who signs in by token.</summary>
    public DateTimeOffset? ClaimsAt { get; init; }

    public DateTimeOffset? DeactivatedAt { get; init; }

    public required int Version { get; init; }

    public bool IsActive => DeactivatedAt is null;
}

/// <summary>A personal access token as it is listed; the token itself is shown once, when it is made.</summary>
internal sealed record StaffToken
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string StaffId { get; init; }

    /// <summary>What it is for, such as the machine it is used on.</summary>
    public required string Name { get; init; }

    /// <summary>What was asked for when it was made.</summary>
    public required string BodyHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of who made it.</summary>
    public required string CreatedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The hour in which it was last used; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
