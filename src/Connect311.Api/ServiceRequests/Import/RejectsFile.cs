using System.Globalization;

namespace Connect311.Api.ServiceRequests.Import;

/// <summary>The rows that were not taken, with line and reason; the file is made with the first of them.</summary>
internal sealed class RejectsFile(string path, IReadOnlyList<string> headings) : IDisposable
{
    private StreamWriter? _writer;

    public string Path => path;

    public void Add(long line, string reason, IEnumerable<string> cells)
    {
        if (_writer is null)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            _writer = new StreamWriter(path);
            Write(["line", "reason", .. headings]);
        }

        Write([line.ToString(CultureInfo.InvariantCulture), reason, .. cells]);
    }

    public void Dispose() => _writer?.Dispose();

    private void Write(IEnumerable<string> cells) => _writer!.WriteLine(string.Join(',', cells.Select(Quoted)));

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
