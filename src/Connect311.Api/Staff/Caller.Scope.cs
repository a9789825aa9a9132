using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Routing;

namespace Connect311.Api.Staff;

/// <summary>Whether a caller gets at something.</summary>
internal enum Access
{
    Allowed,

    /// <summary>It is there, and not for this caller.</summary>
    Forbidden,

    /// <summary>To this caller it must look as if it were not there.</summary>
    Hidden,
}

/// <summary>What the scope of a caller asks of a service request.</summary>
/// <param name="Department">The department that holds it now.</param>
/// <param name="Visibility">Of its service type: public, limited or confidential.</param>
/// <param name="IsDanger">Whether the operators see it too: its words speak of danger to life, or a missed target shows it to them.</param>
internal readonly record struct Held(string Department, string Visibility, bool IsDanger);

/// <content>
/// Department scope. It is decided here and can be nowhere else, since a caller's department is known here alone:
/// others ask for an <see cref="Access"/>. <see cref="Policies"/> decides before it, by role, which routes are open.
/// </content>
internal sealed partial class Caller
{
    /// <summary>To the queue of a department, and to whatever counts or lists what is in it.</summary>
    public Access ToQueue(string code) => Covers(code) ? Access.Allowed : Access.Forbidden;

    /// <summary>
    /// Confidential requests are seen, and counted, by the department that holds them alone; operators hold those of <c>311</c>.
    /// </summary>
    public bool SeesConfidentialOf(string code) => ConfidentialOf == code;

    /// <summary>The one department whose confidential requests the caller sees; null for none.</summary>
    public string? ConfidentialOf => role == Staff.Role.Operator ? RuleSet.OperatorDepartment : department;

    /// <summary>The one department for which the caller works; null for none.</summary>
    public string? OwnDepartment => department;

    /// <summary>To the numbers of a department, or of all of them.</summary>
    /// <param name="code">Null for all.</param>
    /// <param name="ofStaff">Whether they say what each member of staff did: agents do not see that of each other.</param>
    public Access ToNumbers(string? code, bool ofStaff) =>
        ofStaff && role == Staff.Role.Agent ? Access.Forbidden
        : code is not null ? ToQueue(code)
        : role is Staff.Role.Operator or Staff.Role.Admin ? Access.Allowed
        : Access.Forbidden;

    /// <summary>To a request with its history. Who has the operators' queue sees every department's reports of danger in it.</summary>
    public Access ToRead(Held held) =>
        IsHidden(held) ? Access.Hidden
        : role == Staff.Role.CallTaker || Covers(held.Department) || (held.IsDanger && Covers(RuleSet.OperatorDepartment)) ? Access.Allowed
        : Access.Forbidden;

    /// <summary>To change a request, or to read the contact of who reported it.</summary>
    public Access ToHandle(Held held) =>
        IsHidden(held) ? Access.Hidden
        : role != Staff.Role.Admin && Covers(held.Department) ? Access.Allowed
        : Access.Forbidden;

    /// <summary>Whether the caller may change what others have in hand, among what it may handle.</summary>
    public bool Oversees => role is Staff.Role.Supervisor or Staff.Role.Operator;

    private bool Covers(string code) =>
        role is Staff.Role.Operator or Staff.Role.Admin || (department is not null && department == code);

    private bool IsHidden(Held held) => held.Visibility == CatalogWords.Confidential && !SeesConfidentialOf(held.Department);
}

internal static class Refusals
{
    /// <summary>How a call is refused; null when it is not.</summary>
    public static ProblemResult? Refusal(this Access access) => access switch
    {
        Access.Allowed => null,
        Access.Forbidden => new(ProblemCode.Forbidden),
        Access.Hidden => new(ProblemCode.NotFound),
    };
}
