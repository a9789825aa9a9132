using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Connect311.Api.Staff.SignIn;

internal static class SignInRegistration
{
    /// <summary>How far the issuer's clock may be from ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>How long one fetch from the issuer may take.</summary>
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A key that is not known makes us ask the issuer again, at most so often.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(30);

    /// <summary>Signatures by a key pair alone: nobody can sign with what the issuer publishes.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Adds the city's sign-in, which is asked only where an authority is configured.</summary>
    public static AuthenticationBuilder AddSignIn(this AuthenticationBuilder authentication)
    {
        var services = authentication.Services;
        services.AddOptions<OidcOptions>().BindConfiguration(OidcOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IssuerKeys>().AddSingleton<IssuerSignIn>();
        services.AddOptions<JwtBearerOptions>(IssuerSignIn.SchemeName).Configure<IOptions<OidcOptions>, TimeProvider>(Configure);
        return authentication.AddJwtBearer(IssuerSignIn.SchemeName, _ => { });
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<OidcOptions> options, TimeProvider time)
    {
        bearer.Authority = options.Value.Authority;
        bearer.Audience = options.Value.Audience;
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.BackchannelTimeout = FetchTimeout;
        bearer.RefreshInterval = RefreshInterval;
        bearer.TimeProvider = time;

        // The options themselves admit http on this machine alone.
        bearer.RequireHttpsMetadata = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ClockSkew = ClockSkew,
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires, time),
        };
    }

    private static bool IsNow(DateTime? notBefore, DateTime? expires, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (expires is null)
        {
            throw new SecurityTokenNoExpirationException("The token never expires.");
        }

        if (now >= expires + ClockSkew)
        {
            throw new SecurityTokenExpiredException("The token has expired.");
        }

        return notBefore is null || now >= notBefore - ClockSkew
            ? true
            : throw new SecurityTokenNotYetValidException("The token is not good yet.");
    }
}
