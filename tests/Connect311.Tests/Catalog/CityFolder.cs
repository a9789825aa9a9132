using Connect311.Api.Catalog;

namespace Connect311.Tests.Catalog;

/// <summary>A folder with New York's files and a rule set of the test's own.</summary>
internal sealed class CityFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connect311-city-");

    public string Path => _folder.FullName;

    /// <summary>New York's files with another rule set.</summary>
    public static CityFiles FilesWith(string ruleSet)
    {
        var texts = CityFiles.Read(new CityOptions().Folder).Texts.ToDictionary();
        texts[CityFiles.RuleSet] = ruleSet;
        return new(texts);
    }

    /// <summary>Writes the files into the folder.</summary>
    public CityFolder With(string ruleSet)
    {
        foreach (var (name, text) in FilesWith(ruleSet).Texts)
        {
            var file = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
