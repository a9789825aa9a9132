using System.Text.Json;
using Connect311.Routing.Documents;
using CsCheck;
using static Connect311.Tests.Documents.JsonEdits;

namespace Connect311.Tests.Documents;

public sealed class TextRulesTests
{
    private readonly List<Fault> _faults = [];

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("x\\udd25")]
    [InlineData("\\udd25\\ud83d")]
    [InlineData("\\ud83d\\ud83d\\udd25")]
    public void A_lone_surrogate_in_a_value_is_no_text(string escaped)
    {
        Assert.Null(Reader($$"""{"text":"{{escaped}}"}""").Text("text", 100));
        Assert.Equal(["/text invalid-text"], Listed(_faults));
    }

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("a-name-that-is-long-\\ud83d")]
    [InlineData("\\ud83d-a-name-that-is-long")]
    [InlineData("te\\ud83dxt")]
    public void A_lone_surrogate_in_a_name_is_a_fault_of_the_object(string escaped)
    {
        var reader = Reader($$"""{"text":"here","a-rather-long-name":"too","{{escaped}}":1}""");
        Assert.Equal("here", reader.Text("text", 100));
        Assert.Equal("too", reader.Text("a-rather-long-name", 100));
        reader.End();
        Assert.Equal([" invalid-text"], Listed(_faults));
    }

    [Fact]
    public void A_name_may_be_escaped()
    {
        var reader = Reader("""{"t\u0065xt":"here"}""");
        Assert.Equal("here", reader.Text("text", 100));
        reader.End();
        Assert.Empty(_faults);
    }

    [Theory]
    [InlineData("🔥", 2, true)]
    [InlineData("🔥", 1, false)]
    [InlineData("né", 2, true)]
    [InlineData("ne\u0301", 2, false)]
    public void Lengths_are_in_UTF16_units(string text, int maximum, bool fits)
    {
        Assert.Equal(fits ? text : null, Reader(JsonSerializer.Serialize(new { text })).Text("text", maximum));
        Assert.Equal(fits ? [] : ["/text too-long"], Listed(_faults));
    }

    [Theory]
    [InlineData('\u0000')]
    [InlineData('\u0008')]
    [InlineData('\u001B')]
    [InlineData('\u007F')]
    [InlineData('\u0085')]
    [InlineData('\u2028')]
    [InlineData('\uFEFF')]
    public void Control_characters_are_refused_in_texts_of_any_kind(char control)
    {
        Assert.Equal(FaultCodes.ControlCharacter, TextRules.Broken($"a{control}b", lines: false));
        Assert.Equal(FaultCodes.ControlCharacter, TextRules.Broken($"a{control}b", lines: true));
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData('\t')]
    public void Line_breaks_and_tabs_stand_only_in_texts_of_many_lines(char space)
    {
        Assert.Equal(FaultCodes.LineBreak, TextRules.Broken($"a{space}b", lines: false));
        Assert.Null(TextRules.Broken($"a{space}b", lines: true));
    }

    [Fact]
    public void A_text_is_whole_exactly_when_UTF8_gives_it_back() =>
        Gen.OneOf(Gen.OneOf('a', '\uD83D', '\uDD25', '\uD800', '\uDFFF'), Gen.Char['\u3040', '\u30FF']).Array[0, 8]
            .Select(letters => new string(letters))
            .Sample(text =>
            {
                var utf8 = System.Text.Encoding.UTF8;
                var whole = utf8.GetString(utf8.GetBytes(text)) == text;
                Assert.Equal(whole ? null : FaultCodes.InvalidText, TextRules.Broken(text, lines: false));
            });

    [Theory]
    [InlineData("noise.loud-music-2", true)]
    [InlineData("", false)]
    [InlineData("Noise", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    [InlineData("a_b", false)]
    public void A_code_is_lower_case_letters_digits_hyphens_and_dots(string code, bool isCode) =>
        Assert.Equal(isCode, TextRules.IsCode(code));

    private ObjectReader Reader(string json) => new(Parse(json), "", _faults);
}
