using System.Text.Json;
using Connect311.Routing.Documents;
using CsCheck;
using static Connect311.Tests.Documents.JsonEdits;

namespace Connect311.Tests.Documents;

public sealed class ObjectReaderTests
{
    private readonly List<Fault> _faults = [];

    [Fact]
    public void All_faults_are_found_at_once()
    {
        var reader = Reader("""{"code":"Not a code","flag":1,"size":"9","many":7,"inner":[],"time":"noon","extra":true}""");
        reader.RequiredCode("code");
        reader.RequiredText("name", 10);
        reader.Flag("flag", byDefault: false);
        reader.Number("size");
        reader.TextList("many", 5, 10);
        reader.Object("inner");
        reader.Time("time");
        reader.End();
        Assert.Equal(
            [
                "/code invalid-format", "/name required", "/flag wrong-type", "/size wrong-type",
                "/many wrong-type", "/inner wrong-type", "/time invalid-format", "/extra unknown-member",
            ],
            Listed(_faults));
    }

    [Fact]
    public void Null_and_absent_mean_the_same()
    {
        var reader = Reader("""{"text":null,"number":null,"flag":null,"list":null,"object":null,"one":null}""");
        Assert.Null(reader.Text("text", 5));
        Assert.Null(reader.Number("number"));
        Assert.True(reader.Flag("flag", byDefault: true));
        Assert.Null(reader.TextList("list", 5, 5));
        Assert.Null(reader.Object("object"));
        Assert.Equal("b", reader.OneOf("one", ["a", "b"], "b"));
        reader.End();
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_required_member_may_not_be_null()
    {
        Reader("""{"name":null}""").RequiredText("name", 5);
        Assert.Equal(["/name required"], Listed(_faults));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_required_text_may_not_be_blank(string text)
    {
        Reader(JsonSerializer.Serialize(new { name = text })).RequiredText("name", 5);
        Assert.Equal(["/name required"], Listed(_faults));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void What_is_no_object_is_one_fault_and_no_more(string json)
    {
        var reader = Reader(json);
        reader.RequiredText("name", 5);
        reader.Require("other");
        Assert.Empty(reader.Members());
        reader.End();
        Assert.Equal([" wrong-type"], Listed(_faults));
    }

    [Theory]
    [InlineData("a/b", "/a~1b")]
    [InlineData("a~b", "/a~0b")]
    [InlineData("~1", "/~01")]
    [InlineData("/~", "/~1~0")]
    [InlineData("", "/")]
    [InlineData(" ", "/ ")]
    public void The_name_of_a_member_is_escaped_in_its_pointer(string name, string pointer)
    {
        var json = JsonSerializer.Serialize(new Dictionary<string, int> { [name] = 1 });
        Reader(json).End();
        var aside = new Dictionary<string, JsonElement>();
        Reader(json).End(aside);
        Assert.Equal([$"{pointer} unknown-member"], Listed(_faults));
        Assert.Equal([pointer], aside.Keys);
    }

    [Fact]
    public void Pointers_go_down_into_objects_and_arrays()
    {
        var list = Reader("""{"a/b":[{"texts":["x",5]},3,{"texts":[null]}]}""").Objects("a/b");
        foreach (var entry in list)
        {
            entry.TextList("texts", 5, 5);
        }

        Assert.Equal(["/a~1b/0/texts/1 wrong-type", "/a~1b/1 wrong-type", "/a~1b/2/texts/0 wrong-type"], Listed(_faults));
    }

    [Fact]
    public void Unknown_members_are_kept_aside_when_asked()
    {
        var aside = new Dictionary<string, JsonElement>();
        var reader = Reader("""{"known":1,"new/one":{"x":2}}""");
        reader.Number("known");
        reader.End(aside);
        Assert.Empty(_faults);
        Assert.Equal("2", aside["/new~1one"].GetProperty("x").GetRawText());
    }

    [Theory]
    [InlineData("[1,2,3]", 3, true)]
    [InlineData("[1,2,3]", 2, false)]
    public void A_list_has_at_most_its_maximum(string list, int maximum, bool fits)
    {
        var read = Reader("{\"list\":" + list.Replace("1", "{}", StringComparison.Ordinal).Replace("2", "{}", StringComparison.Ordinal)
            .Replace("3", "{}", StringComparison.Ordinal) + "}").Objects("list", maximum).Count();
        Assert.Equal(fits ? maximum : 0, read);
        Assert.Equal(fits ? [] : ["/list too-many"], Listed(_faults));
    }

    [Fact]
    public void Texts_by_language_must_hold_English()
    {
        var texts = Reader("""{"name":{"es":"Bache","fr":null}}""").RequiredTexts("name", 10);
        Assert.Equal(["/name/fr required", "/name/en required"], Listed(_faults));
        Assert.Equal("Bache", texts.In("es"));
        Assert.Equal("", texts.In("de"));
    }

    [Fact]
    public void A_fault_never_repeats_what_was_sent()
    {
        const string secret = "+12125550123-is-secret";
        var json = JsonSerializer.Serialize(new { a = secret, b = secret, c = secret, d = secret, e = secret, f = secret + "\n" });
        var reader = Reader(json);
        reader.Text("a", 3);
        reader.Number("b");
        reader.OneOf("c", ["x"]);
        reader.Time("d");
        reader.RequiredCode("e");
        reader.Text("f", 100);
        Assert.Equal(6, _faults.Count);
        Assert.DoesNotContain(_faults, fault => fault.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_readable_json_is_read_without_an_exception() =>
        Gen.OneOf(Gen.Const("\\ud800"), Gen.Const("\\udc00x"), Gen.Const("\\u0000"), Gen.Const("name"), Gen.Const("na\\u006de"), Gen.Const(""))
            .Select(Gen.Int[0, 30], (start, more) => start + new string('a', more))
            .Array[0, 4]
            .Select(names => "{" + string.Join(',', names.Distinct().Select(name => $"\"{name}\":\"{name}\"")) + "}")
            .Sample(json =>
            {
                var reader = new ObjectReader(Parse(json), "", []);
                reader.RequiredText("id", 100);
                reader.Text("name", 100);
                reader.Text("a-rather-long-name", 100);
                reader.End();
            });

    private ObjectReader Reader(string json) => new(Parse(json), "", _faults);
}
