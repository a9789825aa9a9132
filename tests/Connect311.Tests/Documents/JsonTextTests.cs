using Connect311.Routing.Documents;

namespace Connect311.Tests.Documents;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData(32, null)]
    [InlineData(33, "/a/0")]
    public void A_text_too_deep_is_refused_with_the_place(int depth, string? place)
    {
        var json = "{\"b\": [[]],\n\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        Assert.Equal(place is null, JsonText.Parse(json, out var fault, out var line) is not null);
        if (place is not null)
        {
            Assert.Equal("/a" + string.Concat(Enumerable.Repeat("/0", depth - 2)), fault!.Field);
            Assert.Equal((FaultCodes.TooDeep, 32, 2), (fault.Code, fault.Params["maximum"], line));
        }
    }

    [Fact]
    public void A_text_that_breaks_before_it_is_too_deep_is_unreadable()
    {
        Assert.Null(JsonText.Parse("{\n\"a\": ?, \"b\": " + new string('[', 40), out var fault, out var line));
        Assert.Equal((FaultCodes.InvalidFormat, 2), (fault!.Code, line));
    }

    [Fact]
    public void Many_places_are_found_in_one_pass()
    {
        const string Json = "{\"rules\": [\n{\"id\": 1},\n{\"id\":\n2, \"a/b\": {}}]}";
        Assert.Equal(
            [1, 2, 2, 3, 4, 4, 3, 1, 1],
            JsonLines.LinesOf(Json, ["", "/rules/0", "/rules/0/id", "/rules/1", "/rules/1/id", "/rules/1/a~1b", "/rules/1/gone/deeper", "/rules", "/other"]));
        Assert.Empty(JsonLines.LinesOf(Json, []));
    }
}
