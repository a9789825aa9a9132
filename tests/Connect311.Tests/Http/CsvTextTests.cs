using Connect311.Api.Http;
using Sylvan.Data.Csv;

namespace Connect311.Tests.Http;

/// <summary>RFC 4180, and what spreadsheets do with what looks like a formula.</summary>
public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a, \"b\"", "\"a, \"\"b\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(" led and followed ", "\" led and followed \"")]
    [InlineData("-73.99", "-73.99")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+1 212 555 0123", "'+1 212 555 0123")]
    [InlineData("-2+3,4", "\"'-2+3,4\"")]
    [InlineData("\t=1", "'\t=1")]
    public void A_cell_is_quoted_where_it_must_be_and_never_a_formula(string text, string cell) => Assert.Equal($"{cell},end\r\n", CsvText.Row([text, "end"]));

    [Fact]
    public void What_is_written_is_read_again()
    {
        string?[] cells = ["a", null, "b,\"c\"\r\nd", " e ", "\"\"", "é 漢 🦀"];
        using var reader = CsvDataReader.Create(new StringReader(CsvText.Row(cells)), new CsvDataReaderOptions { HasHeaders = false });
        Assert.True(reader.Read());
        Assert.Equal(cells.Select(cell => cell ?? ""), Enumerable.Range(0, cells.Length).Select(reader.GetString));
        Assert.False(reader.Read());
    }
}
