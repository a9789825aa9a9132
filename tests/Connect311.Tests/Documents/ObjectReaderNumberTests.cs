using System.Globalization;
using Connect311.Routing.Documents;
using CsCheck;
using static Connect311.Tests.Documents.JsonEdits;

namespace Connect311.Tests.Documents;

public sealed class ObjectReaderNumberTests
{
    private readonly List<Fault> _faults = [];

    [Theory]
    [InlineData("-90")]
    [InlineData("90")]
    [InlineData("90.0")]
    [InlineData("9e1")]
    [InlineData("-0")]
    [InlineData("1e-400")]
    public void A_number_on_its_bound_is_taken(string number)
    {
        Assert.NotNull(Reader(number).Number("n", -90, 90));
        Assert.Empty(_faults);
    }

    [Theory]
    [InlineData("90.00000000000002")]
    [InlineData("-90.00000000000002")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e308")]
    public void A_number_beyond_its_bounds_is_out_of_range(string number)
    {
        Assert.Null(Reader(number).Number("n", -90, 90));
        var fault = Assert.Single(_faults);
        Assert.Equal("/n out-of-range", $"{fault.Field} {fault.Code}");
        Assert.Equal([-90d, 90d], [fault.Params["minimum"], fault.Params["maximum"]]);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    public void A_number_too_large_for_a_double_is_refused_without_bounds_too(string number)
    {
        Assert.Null(Reader(number).Number("n"));
        Assert.Null(Reader(number).Whole("n"));
        Assert.Equal(["/n out-of-range", "/n out-of-range"], Listed(_faults));
    }

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("true")]
    [InlineData("[5]")]
    [InlineData("{}")]
    public void Only_a_number_is_a_number(string value)
    {
        Assert.Null(Reader(value).Number("n"));
        Assert.Null(Reader(value).Whole("n"));
        Assert.Equal(["/n wrong-type", "/n wrong-type"], Listed(_faults));
    }

    [Theory]
    [InlineData("5.0", 5)]
    [InlineData("0.5e1", 5)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483647", int.MaxValue)]
    public void A_whole_number_may_be_written_in_any_way(string number, int value) =>
        Assert.Equal(value, Reader(number).Whole("n"));

    [Theory]
    [InlineData("5.5", "/n wrong-type")]
    [InlineData("1e-400", null)]
    [InlineData("2147483648", "/n out-of-range")]
    [InlineData("-2147483649", "/n out-of-range")]
    public void A_number_that_is_not_whole_or_too_large_is_refused(string number, string? fault)
    {
        Reader(number).Whole("n");
        Assert.Equal(fault is null ? [] : [fault], Listed(_faults));
    }

    [Fact]
    public void Every_whole_number_is_read_as_it_was_written() =>
        Gen.Int.Sample(number =>
            new ObjectReader(Parse($$"""{"n":{{number.ToString(CultureInfo.InvariantCulture)}}}"""), "", []).Whole("n") == number);

    private ObjectReader Reader(string number) => new(Parse("{\"n\":" + number + "}"), "", _faults);
}
