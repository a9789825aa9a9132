using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Routing.RuleSets;

namespace Connect311.Api.Commands;

/// <summary>A rule set in somebody's file.</summary>
internal static class RuleSetFile
{
    /// <summary>The text of a file.</summary>
    /// <exception cref="UserErrorException">There is no such file, it is too large, or no text in UTF-8; the message says which.</exception>
    public static string Read(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new UserErrorException($"There is no file {file.FullName}, and it is no number of a version.");
        }

        if (file.Length > RuleSetText.MaxBytes)
        {
            throw new UserErrorException($"{file.Name} has {file.Length / 1_000_000} MB; at most {RuleSetText.MaxBytes / 1_000_000} are taken.");
        }

        try
        {
            return File.ReadAllText(file.FullName, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw new UserErrorException($"{file.Name} is no text in UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file.Name} cannot be read: {e.Message}");
        }
    }

    /// <summary>Writes a file, in the place of one that is there.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Write(FileInfo file, string text)
    {
        try
        {
            File.WriteAllText(file.FullName, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file.FullName} cannot be written: {e.Message}");
        }
    }
}
