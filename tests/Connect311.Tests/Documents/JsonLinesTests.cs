using System.Text.Json;
using Connect311.Routing.Documents;
using CsCheck;

namespace Connect311.Tests.Documents;

public sealed class JsonLinesTests
{
    private const string Text = """
        {
          "list": [
            1,
            {"a/b": 2,
             "~": [
               3], "é": 4}
          ],
          "name":
            "value",
          "": 5,
          "esc\u0061ped": 6
        }
        """;

    [Theory]
    [InlineData("", 1)]
    [InlineData("/list", 2)]
    [InlineData("/list/0", 3)]
    [InlineData("/list/1", 4)]
    [InlineData("/list/1/a~1b", 4)]
    [InlineData("/list/1/~0", 5)]
    [InlineData("/list/1/~0/0", 6)]
    [InlineData("/list/1/é", 6)]
    [InlineData("/name", 9)]
    [InlineData("/", 10)]
    [InlineData("/escaped", 11)]
    public void A_value_begins_on_its_line(string pointer, int line) => Assert.Equal(line, JsonLines.LineOf(Text, pointer));

    [Theory]
    [InlineData("/list/2", 2)]
    [InlineData("/list/01", 2)]
    [InlineData("/list/first", 2)]
    [InlineData("/list/1/missing", 4)]
    [InlineData("/missing/deeper", 1)]
    [InlineData("/name/deeper", 9)]
    [InlineData("/list/0/deeper", 3)]
    public void What_is_not_there_is_on_the_line_of_what_would_hold_it(string pointer, int line) =>
        Assert.Equal(line, JsonLines.LineOf(Text, pointer));

    [Fact]
    public void A_name_that_is_no_text_does_not_hide_the_rest() =>
        Assert.Equal(3, JsonLines.LineOf("{\n\"\\ud800\": 1,\n\"code\": 2}", "/code"));

    [Fact]
    public void Every_value_of_a_document_is_found_as_a_naive_reader_finds_it() =>
        Documents().Sample(document =>
        {
            var (text, lines) = document;
            JsonDocument.Parse(text);
            Assert.All(lines, line => Assert.Equal(line.Line, JsonLines.LineOf(text, line.Pointer)));
        });

    /// <summary>Random documents, written one piece after the other, with the line on which each value began.</summary>
    private static Gen<(string Text, List<(string Pointer, int Line)> Lines)> Documents() =>
        Gen.Int[1, 12].Array[0, 40].Select(choices =>
        {
            var writer = new Writer(new Queue<int>(choices));
            writer.Value("", depth: 0);
            return (writer.Text, writer.Lines);
        });

    private sealed class Writer(Queue<int> choices)
    {
        private static readonly string[] Names = ["a", "b/c", "d~e", "é\\u0041", "1", "x y", "\\ud83d\\udd25", "~1"];

        public string Text { get; private set; } = "";

        public List<(string Pointer, int Line)> Lines { get; } = [];

        public void Value(string pointer, int depth)
        {
            Break();
            Lines.Add((pointer, Text.Count(c => c == '\n') + 1));
            switch (depth < 5 ? Next() : 1)
            {
                case >= 8:
                    Inside('{', '}', i => Member(pointer, Names[i], depth));
                    break;
                case >= 4:
                    Inside('[', ']', i => Value($"{pointer}/{i}", depth + 1));
                    break;
                default:
                    Text += "\"te{x[t\\n\"";
                    break;
            }
        }

        private void Member(string pointer, string name, int depth)
        {
            Text += $"\"{name}\"";
            Break();
            Text += ":";
            var plain = JsonSerializer.Deserialize<string>($"\"{name}\"")!;
            Value($"{pointer}/{plain.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", depth + 1);
        }

        private void Inside(char open, char close, Action<int> write)
        {
            Text += open;
            var count = Next() % Names.Length;
            for (var i = 0; i < count; i++)
            {
                Text += i > 0 ? "," : "";
                Break();
                write(i);
            }

            Break();
            Text += close;
        }

        private void Break() => Text += Next() % 3 == 0 ? "\n" : " ";

        private int Next() => choices.TryDequeue(out var choice) ? choice : 0;
    }
}
