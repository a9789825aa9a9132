using Connect311.Routing;

namespace Connect311.Tests.Routing;

public sealed class PhraseListTests
{
    [Theory]
    [InlineData("gas leak", "There is a gas leak here", true)]
    [InlineData("gas leak", "gas leak", true)]
    [InlineData("gas leak", "GAS LEAK!", true)]
    [InlineData("Gas Leak", "gas leak", true)]
    [InlineData("gas leak", "gas, leak", true)]
    [InlineData("gas leak", "(gas)\n\tleak.", true)]
    [InlineData("gas leak", "gas-leak", true)]
    [InlineData("gas leak", "leak of gas", false)]
    [InlineData("gas leak", "gas leaks", false)]
    [InlineData("gas leak", "biogas leak", false)]
    [InlineData("gas leak", "gas a leak", false)]
    [InlineData("gas leak", "gasleak", false)]
    [InlineData("gas leak", "", false)]
    [InlineData("gas leak", "gas", false)]
    [InlineData("fire", "firehouse", false)]
    [InlineData("fire", "campfire", false)]
    [InlineData("911", "call 911.", true)]
    [InlineData("911", "9110", false)]
    [InlineData("over", "über", false)]
    [InlineData("ÜBER", "über", true)]
    public void A_phrase_is_found_as_whole_words_in_sequence(string phrase, string text, bool found) =>
        Assert.Equal(found, new PhraseList([phrase]).IsIn(text));

    [Theory]
    [InlineData("can't breathe", "I cant breathe")]
    [InlineData("can't breathe", "I can’t breathe")]
    [InlineData("cant breathe", "I can't breathe")]
    [InlineData("there's a fire", "“There’s a fire”")]
    [InlineData("fire", "'fire'")]
    public void Apostrophes_do_not_part_words(string phrase, string text) =>
        Assert.True(new PhraseList([phrase]).IsIn(text));

    [Fact]
    public void Any_one_of_the_phrases_is_enough()
    {
        var phrases = new PhraseList(["wire down", "gas leak"]);
        Assert.True(phrases.IsIn("a gas leak"));
        Assert.True(phrases.IsIn("a wire down"));
        Assert.False(phrases.IsIn("a gas wire"));
        Assert.False(new PhraseList([]).IsIn("anything"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("!!!")]
    [InlineData("🔥")]
    [InlineData("'")]
    public void A_phrase_without_a_word_is_never_found(string phrase)
    {
        Assert.False(new PhraseList([phrase]).IsIn("a text"));
        Assert.False(new PhraseList([phrase]).IsIn(""));
        Assert.False(new PhraseList([phrase]).IsIn("!!! 🔥"));
    }

    [Fact]
    public void A_long_text_is_read_to_its_end()
    {
        var text = string.Concat(Enumerable.Repeat("word, ", 5_000)) + "gas leak";
        Assert.True(new PhraseList(["gas leak"]).IsIn(text));
        Assert.False(new PhraseList(["leak gas"]).IsIn(text));
    }
}
