using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Connect311.Api.Http;

/// <summary>A place in a list behind one of its entries. A cursor belongs to its query: another list or filter does not know it.</summary>
internal static class PageCursor
{
    private const string Version = "1";
    private const int MaxLength = 200;

    /// <param name="query">What tells the list and its filters from others.</param>
    /// <param name="key">The key of the last entry before the place; it holds no '|'.</param>
    public static string Write(string query, string key) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Version}|{HashOf(query)}|{key}"));

    /// <summary>The key that a cursor of this query holds, or null when it is none.</summary>
    public static string? Read(string text, string query)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        if (text.Length > MaxLength || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            return null;
        }

        return Encoding.UTF8.GetString(bytes[..length]).Split('|') is [Version, var hash, var key] && hash == HashOf(query) ? key : null;
    }

    private static string HashOf(string query) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(query)).AsSpan(0, 6));
}
