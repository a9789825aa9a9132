using System.Data;
using Connect311.Api.Databases;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Connect311.Tests.Databases;

public sealed class ColumnTypesTests
{
    /// <summary>The checks of the statements take parameters for datetime2(3), the type of the columns.</summary>
    [Fact]
    public void A_time_goes_to_SqlServer_with_the_scale_of_the_columns()
    {
        ColumnTypes.Register();
        var parameter = new SqlParameter();
        var time = new DateTimeOffset(2026, 3, 8, 1, 59, 59, 123, TimeSpan.FromHours(-5));

        // Dapper lets only its generated code call this by name.
        typeof(SqlMapper).GetNestedType("TypeHandlerCache`1")!.MakeGenericType(typeof(DateTimeOffset))
            .GetMethod("SetValue")!.Invoke(null, [parameter, time]);

        Assert.Equal((SqlDbType.DateTime2, (byte)3), (parameter.SqlDbType, parameter.Scale));
        Assert.Equal(time.UtcDateTime, parameter.Value);
    }
}
