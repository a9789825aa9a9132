namespace Connect311.Api.Databases;

/// <summary>Names the type whose properties are a statement's parameters, so that the checks know their types.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ParametersAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <summary>Names the row type that a statement inserts; its static <c>Rows</c> property holds the shape.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RowsOfAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
