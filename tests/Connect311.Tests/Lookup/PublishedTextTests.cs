using Connect311.Api.Lookup;

namespace Connect311.Tests.Lookup;

/// <summary>What nobody but the city should read of what residents write.</summary>
public sealed class PublishedTextTests
{
    [Theory]
    [InlineData("Call me: 212-555-0123.", "Call me: […].")]
    [InlineData("+1 (212) 555 0123 or 2125550124", "[…] or […]")]
    [InlineData("ann.lee+311@mail.example.org, please", "[…], please")]
    [InlineData("Grey car, ABC 1234, since Monday", "Grey car, […], since Monday")]
    [InlineData("Plate HXK9921 blocks it", "Plate […] blocks it")]
    [InlineData("license plate: 12a-bc", "license plate: […]")]
    [InlineData("plate abc 1234", "plate […]")]
    [InlineData("CAR WITH PLATE KLM 4521", "CAR WITH PLATE […]")]
    [InlineData("A ABC 1234", "A […]")]
    [InlineData("٢١٢-٥٥٥-٠١٢٣", "[…]")]
    [InlineData("212–555·0123", "[…]")]
    public void It_is_hidden(string text, string published) => Assert.Equal(published, PublishedText.Masked(text));

    [Theory]
    [InlineData("Deep pothole at 1250 5th Avenue, 3 feet wide.")]
    [InlineData("The lamp at PS 118 has been out since 2026.")]
    [InlineData("At the corner of E 42 St and 2nd Ave, <b>left</b>")]
    [InlineData("Lámpara rota, 50 metros \U0001F573")]
    [InlineData("")]
    public void The_rest_stays(string text) => Assert.Equal(text, PublishedText.Masked(text));

    [Fact]
    public void It_takes_no_longer_than_the_text() => Assert.Equal(4_000, PublishedText.Masked(new string('a', 4_000)).Length);
}
