using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;

namespace Connect311.Api.Databases;

/// <summary>
/// The commands of a write that is too much for one. Each answers 1, or 0 where a guarded statement changed nothing; whoever
/// runs them holds the transaction.
/// </summary>
internal static partial class SqlServerParts
{
    /// <summary>A command takes at most 2,100.</summary>
    private const int MostParameters = 2_000;

    private const string Begin = "SET XACT_ABORT ON;";

    private const string EndUnlessOne = """
        IF @@ROWCOUNT <> 1
        BEGIN
            SELECT 0;
            RETURN;
        END;
        """;

    private const string Done = "SELECT 1;";

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = [];

    /// <summary>Whether two steps mean different values by one name: in one command the later would be taken for both.</summary>
    public static bool Contradict(Write write)
    {
        var meant = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameters in write.Steps.OfType<StatementStep>().Select(step => step.Parameters))
        {
            foreach (var property in PropertiesOf(parameters.GetType()))
            {
                var value = property.GetValue(parameters);
                if (!meant.TryAdd(property.Name, value) && !Equals(meant[property.Name], value))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The command of one step that is not repeated.</summary>
    public static string Whole(WriteStep step) => TextOf([step.Sql], step is StatementStep { MustChange: true });

    /// <summary>
    /// The statement again and again, its parameters numbered. All parts but the last have the same text, so that the server
    /// compiles it once.
    /// </summary>
    public static IEnumerable<(string Text, DynamicParameters Parameters)> Of(EachStep step)
    {
        var properties = PropertiesOf(step.Parameters[0].GetType());
        foreach (var part in step.Parameters.Chunk(MostParameters / properties.Length))
        {
            yield return (TextOf(part.Select((_, index) => Numbered(step.Sql, index)), step.MustChange), Parameters(properties, part));
        }
    }

    private static PropertyInfo[] PropertiesOf(Type type) => Properties.GetOrAdd(type, one => one.GetProperties());

    private static string TextOf(IEnumerable<string> statements, bool mustChange)
    {
        var text = new StringBuilder().AppendLine(Begin);
        foreach (var statement in statements)
        {
            text.AppendLine(statement);
            if (mustChange)
            {
                text.AppendLine(EndUnlessOne);
            }
        }

        return text.AppendLine(Done).ToString();
    }

    private static DynamicParameters Parameters(PropertyInfo[] properties, object[] rows)
    {
        var parameters = new DynamicParameters();
        for (var index = 0; index < rows.Length; index++)
        {
            foreach (var property in properties)
            {
                var value = property.GetValue(rows[index]);
                parameters.Add(NameOf(property.Name, index), value, value is null ? TypeOf(property.PropertyType) : null);
            }
        }

        return parameters;
    }

    /// <summary>Of a value that is null; any other has its type with it.</summary>
    private static DbType TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? DbType.String
            : type == typeof(DateTimeOffset) ? DbType.DateTime2
            : type == typeof(int) ? DbType.Int32
            : type == typeof(long) ? DbType.Int64
            : type == typeof(double) ? DbType.Double
            : type == typeof(bool) ? DbType.Boolean
            : throw new NotSupportedException($"No statement takes a {type.Name}.");
    }

    private static string Numbered(string sql, int index) => Parameter().Replace(sql, match => "@" + NameOf(match.Groups[1].Value, index));

    private static string NameOf(string parameter, int index) => string.Create(CultureInfo.InvariantCulture, $"{parameter}_{index}");

    /// <summary>Not a system function such as @@ROWCOUNT.</summary>
    [GeneratedRegex(@"(?<!@)@([A-Za-z]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
