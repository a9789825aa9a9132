using System.Text;

namespace Connect311.Api.Open311.Updates;

/// <summary>The words of an update, as text alone.</summary>
internal static class UpdateWords
{
    private const int MaxText = 4000;

    /// <summary>What it says, with the addresses of its pictures; null where it says nothing.</summary>
    public static string? Of(IncomingUpdate update)
    {
        var words = Plain(string.Join('\n', new[] { update.Description }.Concat(update.Media).Where(text => !string.IsNullOrWhiteSpace(text))));
        return words.Length == 0 ? null : words;
    }

    /// <summary>The same with its status, which staff have to judge.</summary>
    public static string ForStaff(IncomingUpdate update) => Plain(
        $"[{update.WrittenStatus}{(update.Code is null ? "" : $" / {update.Code}")}] {Of(update)}".TrimEnd());

    /// <summary>Without characters that no text has, and as long as one may be.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > MaxText)
            {
                break;
            }

            if (rune.Value is '\n' or '\t' || (!Rune.IsControl(rune) && rune != Rune.ReplacementChar))
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().Trim();
    }
}
