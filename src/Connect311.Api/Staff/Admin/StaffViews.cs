using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.People;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Staff.Admin;

/// <summary>What a list of staff may be asked for.</summary>
internal sealed record StaffQuery
{
    [Description("Only members with this role.")]
    [FromQuery(Name = "role"), ExtensibleEnum(typeof(Role), nameof(Staff.Role.OfStaff))]
    public string? Role { get; init; }

    [Description("Only members of this department, by its code.")]
    [FromQuery(Name = "department")]
    public string? Department { get; init; }

    [Description("`true` for those who work here, `false` for those who are deactivated.")]
    [FromQuery(Name = "active")]
    public string? Active { get; init; }

    [Description("Where to go on: `nextCursor` of the page before.")]
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [Description("How many at most, from 1 to 200; 50 by default.")]
    [FromQuery(Name = "limit"), Range(1, PageLimit.Max)]
    public string? Limit { get; init; }
}

/// <summary>Somebody who is to work here, or how somebody is to be changed.</summary>
internal sealed record StaffMemberChange
{
    /// <summary>How colleagues know the person: a name, or a badge number.</summary>
    [Required, MaxLength(StaffRules.MaxNameLength)]
    public required string Name { get; init; }

    /// <summary>What the person may do: agent, supervisor, call-taker, operator or admin.</summary>
    [Required, ExtensibleEnum(typeof(Role), nameof(Staff.Role.OfStaff))]
    public required string Role { get; init; }

    /// <summary>The code of the department of an agent or supervisor; the other roles have none.</summary>
    public string? Department { get; init; }
}

/// <summary>What a personal access token is to be.</summary>
internal sealed record TokenRequest
{
    /// <summary>What it is for, such as the machine it is used on.</summary>
    [Required, MaxLength(StaffRules.MaxNameLength)]
    public required string Name { get; init; }

    /// <summary>Days until it expires, from 1 to 366; 90 by default.</summary>
    [Range(1, StaffRules.MaxDays)]
    public int? ExpiresInDays { get; init; }
}

/// <summary>One page of staff.</summary>
/// <param name="Items">The members, in the order of their ids.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record StaffPage(IReadOnlyList<StaffMemberView> Items, string? NextCursor);

/// <summary>Somebody who works with service requests.</summary>
internal sealed record StaffMemberView
{
    /// <summary>32 hexadecimal digits. Events and the audit name the person by it.</summary>
    [Required]
    public required string Id { get; init; }

    /// <summary>Its quoted form is the ETag that a change must name in If-Match.</summary>
    [Required]
    public required int Version { get; init; }

    /// <summary>How colleagues know the person.</summary>
    [Required]
    public required string Name { get; init; }

    /// <summary>What the person may do.</summary>
    [Required, ExtensibleEnum(typeof(Role), nameof(Staff.Role.OfStaff))]
    public required string Role { get; init; }

    /// <summary>The department of an agent or supervisor; null for the other roles.</summary>
    [Required]
    public required Named? Department { get; init; }

    /// <summary>With tokens made here, or by the city's sign-in, which then gives name, role and department.</summary>
    [Required, ExtensibleEnum(typeof(SignsInBy))]
    public required string SignsInBy { get; init; }

    /// <summary>Whether the person works here now.</summary>
    [Required]
    public required bool Active { get; init; }

    /// <summary>When the person was added.</summary>
    [Required]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of who added the person.</summary>
    [Required]
    public required string CreatedBy { get; init; }

    /// <summary>When the person was deactivated; null while active.</summary>
    [Required]
    public required DateTimeOffset? DeactivatedAt { get; init; }

    public static StaffMemberView Of(StaffMember member, Catalog.Catalog catalog, string language) => new()
    {
        Id = member.Id,
        Version = member.Version,
        Name = member.Name,
        Role = member.Role,
        Department = member.Department is { } code ? new(code, catalog.DepartmentName(code, language)) : null,
        SignsInBy = member.SignsInBy,
        Active = member.IsActive,
        CreatedAt = member.CreatedAt,
        CreatedBy = member.CreatedBy,
        DeactivatedAt = member.DeactivatedAt,
    };
}

/// <summary>The tokens of a member of staff.</summary>
/// <param name="Items">The tokens, revoked and expired ones too.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
internal sealed record StaffTokenList(IReadOnlyList<StaffTokenView> Items, string? NextCursor);

/// <summary>A personal access token, without the token itself.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Good">Whether it can be used now: not revoked, and not expired.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The id of who made it.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="LastUsedAt">The hour in which it was last used; null when it never was.</param>
/// <param name="RevokedAt">When it was revoked; null when it was not.</param>
internal sealed record StaffTokenView(
    string Id,
    string Name,
    bool Good,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt)
{
    public static StaffTokenView Of(StaffToken token, DateTimeOffset now) => new(
        token.Id, token.Name, token.IsGood(now), token.CreatedAt, token.CreatedBy, token.ExpiresAt, token.LastUsedAt, token.RevokedAt);
}

/// <summary>A personal access token as it was made.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Token">The token itself, shown this once; null where the call is repeated, for only its hash is kept.</param>
/// <param name="ExpiresAt">When it expires.</param>
internal sealed record NewTokenView(string Id, string? Token, DateTimeOffset ExpiresAt);
