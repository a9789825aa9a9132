using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>A report as it lies in the spool, under the key ring: contacts are encrypted there as they are in the database.</summary>
/// <param name="Token">Was made under the keys of the database that the report is for; another database does not take it.</param>
internal sealed record SpooledReport(string Token, ReceivedReport Report);

/// <summary>Seals reports for the spool, and opens them.</summary>
internal sealed class SpoolSeal(IDataProtectionProvider protection, SpoolTokens tokens)
{
    private readonly IDataProtector _protector = protection.CreateProtector("spool");

    public (string Token, SpooledRow Row) Seal(ReceivedReport report)
    {
        var token = tokens.Of(report.KeyHash, report.BodyHash);
        var content = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(new SpooledReport(token, report), Json.Options));
        return (token, new(report.KeyHash, report.BodyHash, report.ReceivedAt.ToUnixTimeMilliseconds(), content, content.Length));
    }

    /// <summary>The report, as one that has a key: under its hash a copy of it may be stored already.</summary>
    /// <returns>Null where it was made for another database.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">This key ring does not open it.</exception>
    public ReceivedReport? Open(WaitingRow row)
    {
        var (token, report) = JsonSerializer.Deserialize<SpooledReport>(_protector.Unprotect(row.Content), Json.Options)!;
        return tokens.Read(token) is null ? null : report with { ReceivedAt = Clock.Truncated(report.ReceivedAt), HasKey = true };
    }
}
