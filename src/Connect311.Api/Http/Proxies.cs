using System.Net;
using Connect311.Api.Databases;
using Microsoft.AspNetCore.HttpOverrides;

namespace Connect311.Api.Http;

/// <summary>Believes X-Forwarded-For and X-Forwarded-Proto from configured proxies, and from nobody else.</summary>
internal static class Proxies
{
    /// <summary>A list of addresses or networks (CIDR).</summary>
    public const string Key = "ForwardedHeaders:KnownProxies";

    public static void UseKnownProxies(this WebApplication app)
    {
        var known = app.Configuration.GetSection(Key).Get<string[]>() ?? [];
        if (known.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in known)
        {
            if (IPAddress.TryParse(text, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(text, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new UserErrorException($"{Key} has '{text}', which is neither an address nor a network.");
            }
        }

        app.UseForwardedHeaders(options);
    }
}
