using System.Security.Cryptography;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery.Apns;

/// <summary>The token by which Apple knows the sender: one for all calls, renewed after 40 minutes, for Apple wants it between 20 and 60.</summary>
internal sealed class ApnsSigning(IOptions<ApnsOptions> options, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(40);

    private readonly Lock _lock = new();
    private readonly Lazy<ECDsa> _key = new(() => KeyIn(options.Value.KeyFile!));
    private string? _token;
    private DateTimeOffset _madeAt;

    public string Token
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetUtcNow();
                if (_token is null || now - _madeAt >= RenewAfter)
                {
                    _token = SignedToken.Of(
                        new { alg = "ES256", kid = options.Value.KeyId }, new { iss = options.Value.TeamId, iat = now.ToUnixTimeSeconds() }, _key.Value);
                    _madeAt = now;
                }

                return _token;
            }
        }
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static ECDsa KeyIn(string file)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(DataFolder.Resolve(file)));
        return key;
    }
}
