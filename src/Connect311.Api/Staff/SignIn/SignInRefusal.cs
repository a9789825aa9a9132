using Microsoft.IdentityModel.Tokens;

namespace Connect311.Api.Staff.SignIn;

/// <summary>Why a token of the issuer is no credential here, as a code for whoever connects the issuer.</summary>
internal static class SignInReason
{
    public const string Malformed = "malformed";
    public const string BadSignature = "bad-signature";
    public const string UnknownKey = "unknown-key";
    public const string WrongIssuer = "wrong-issuer";
    public const string WrongAudience = "wrong-audience";
    public const string Expired = "expired";
    public const string NotYetValid = "not-yet-valid";
    public const string NoSubject = "no-subject";
    public const string Deactivated = "deactivated";

    // The person is known, and may do nothing here.
    public const string RoleMissing = "role-missing";
    public const string RoleUnknown = "role-unknown";
    public const string RoleAmbiguous = "role-ambiguous";
    public const string DepartmentMissing = "department-missing";
    public const string DepartmentUnknown = "department-unknown";

    /// <summary>The code for what the validation of a token says.</summary>
    public static string Of(Exception? failure) => failure switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Of(first),
        SecurityTokenExpiredException or SecurityTokenNoExpirationException => Expired,
        SecurityTokenNotYetValidException => NotYetValid,
        SecurityTokenInvalidIssuerException => WrongIssuer,
        SecurityTokenInvalidAudienceException => WrongAudience,
        SecurityTokenSignatureKeyNotFoundException => UnknownKey,
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => BadSignature,
        _ => Malformed,
    };
}

/// <summary>A token of the issuer that is no credential.</summary>
internal sealed class SignInRefusedException(string reason) : Exception($"The sign-in is refused: {reason}.")
{
    public string Reason => reason;
}

/// <summary>The issuer's keys cannot be had, so no token of it can be judged.</summary>
internal sealed class IssuerUnavailableException(Exception cause) : Exception("The issuer of sign-ins cannot be reached.", cause);
