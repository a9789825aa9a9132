using System.Globalization;
using Connect311.Api.ServiceRequests;
using CsCheck;

namespace Connect311.Tests.ServiceRequests;

public sealed class TrackingNumberTests
{
    private static readonly Gen<long> Ids = Gen.Long[1, 999_999_999_999_999_999];

    [Fact]
    public void What_is_written_is_read_in_both_forms() => Ids.Sample(id =>
    {
        var text = new TrackingNumber(id).ToString();

        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(text, out var long311));
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(text.AsSpan("311-".Length), out var digits));
        Assert.Equal((id, id), (long311.Id, digits.Id));
    });

    [Fact]
    public void Every_single_wrong_digit_is_found() => Ids.Sample(id =>
    {
        var right = DigitsOf(id);
        for (var place = 0; place < right.Length; place++)
        {
            for (var digit = place == 0 ? '1' : '0'; digit <= '9'; digit++)
            {
                var wrong = string.Concat(right.AsSpan(0, place), [digit], right.AsSpan(place + 1));
                Assert.Equal(wrong == right, TrackingNumber.Read(wrong, out _) == TrackingNumber.Reading.Readable);
            }
        }
    });

    [Fact]
    public void Every_swap_of_neighbours_is_found() => Ids.Sample(id =>
    {
        var right = DigitsOf(id);
        for (var place = 0; place + 1 < right.Length; place++)
        {
            var swapped = right.ToCharArray();
            (swapped[place], swapped[place + 1]) = (swapped[place + 1], swapped[place]);
            Assert.Equal(right.AsSpan().SequenceEqual(swapped), TrackingNumber.Read(swapped, out _) == TrackingNumber.Reading.Readable);
        }
    });

    [Theory]
    [InlineData("572", 4)]
    [InlineData("0", 0)]
    [InlineData("", 0)]
    public void The_check_digit_is_that_of_the_paper(string digits, int expected) =>
        Assert.Equal(expected, Damm.DigitOf(digits));

    [Theory]
    [InlineData("")]
    [InlineData("311-")]
    [InlineData("311")]
    [InlineData("7")]
    [InlineData("0572")]
    [InlineData("311-0572")]
    [InlineData("311-311-5724")]
    [InlineData("311_5724")]
    [InlineData("311-57 24")]
    [InlineData(" 311-5724")]
    [InlineData("5724 ")]
    [InlineData("-5724")]
    [InlineData("+5724")]
    [InlineData("5724\n")]
    [InlineData("٥٧٢٤")]
    [InlineData("５７２４")]
    [InlineData("57a4")]
    [InlineData("12345678901234567890")]
    [InlineData("99999999999999999999999999999999999999")]
    public void What_cannot_be_a_number_is_malformed_or_mistyped_but_never_read(string text) =>
        Assert.NotEqual(TrackingNumber.Reading.Readable, TrackingNumber.Read(text, out _));

    [Fact]
    public void A_wrong_check_digit_is_mistyped_and_a_wrong_form_is_malformed()
    {
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read("311-5724", out var number));
        Assert.Equal(572, number.Id);
        Assert.Equal(TrackingNumber.Reading.Mistyped, TrackingNumber.Read("311-5725", out _));
        Assert.Equal(TrackingNumber.Reading.Malformed, TrackingNumber.Read("311-572x", out _));
    }

    [Fact]
    public void Whatever_is_typed_is_read_or_refused_without_a_fall() => Gen.String.Sample(text =>
        Assert.True(TrackingNumber.Read(text, out _) != TrackingNumber.Reading.Readable || text.AsSpan(text.StartsWith("311-", StringComparison.Ordinal) ? 4 : 0).Length >= 2));

    private static string DigitsOf(long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}{Damm.DigitOf(id.ToString(CultureInfo.InvariantCulture))}");
}
