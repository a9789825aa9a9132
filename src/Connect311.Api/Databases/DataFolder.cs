namespace Connect311.Api.Databases;

/// <summary>
/// Where relative paths of the configuration lead: in a checkout the ignored folder <c>.data</c> beside
/// Connect311.sln, whatever directory the command was given in; otherwise the program's own folder.
/// </summary>
internal static class DataFolder
{
    private static readonly string Root = FindRoot();

    public static string Resolve(string path)
    {
        if (path == ":memory:" || Path.IsPathRooted(path))
        {
            return path;
        }

        return Path.GetFullPath(Path.Combine(Root, path));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Connect311.sln")))
            {
                return Path.Combine(folder.FullName, ".data");
            }
        }

        return AppContext.BaseDirectory;
    }
}
