using Connect311.Api.Delivery;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311;

/// <summary>Makes addresses of this server as callers reach it.</summary>
internal sealed class PublicPlaces(IOptions<DeliveryOptions> options)
{
    /// <param name="path">From the root of this server.</param>
    /// <returns>Under the configured address; where there is none, under that of the call.</returns>
    public string Of(HttpContext context, string path) => options.Value.PublicAddress is { } address
        ? address.AbsoluteUri.TrimEnd('/') + path
        : $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{path}";
}
