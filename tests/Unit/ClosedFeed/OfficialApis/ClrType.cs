using System.Reflection;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>Types and values as C# and the file write them.</summary>
internal static class ClrType
{
    /// <param name="nullability">Null where the official package says nothing about null, as one that is older than that.</param>
    public static string Name(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef) return Name(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying, null) + "?";
        var mark = nullability is { WriteState: NullabilityState.Nullable } or { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsArray) return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        if (type.IsGenericParameter) return type.Name;
        var name = type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 0 || !type.Name.Contains('`', StringComparison.Ordinal)) return TypeText.Keywords.GetValueOrDefault(name, name) + mark;
        var infos = nullability?.GenericTypeArguments;
        return $"{name}<{string.Join(',', arguments.Select((argument, i) => Name(argument, infos?.ElementAtOrDefault(i))))}>{mark}";
    }

    public static string? Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue) return null;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.DefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            var value when type.IsEnum => Enum.GetName(type, value) ?? value.ToString(),
            var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    public static string? Modifier(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params"
        : parameter.IsOut ? "out" : parameter.IsIn ? "in" : parameter.ParameterType.IsByRef ? "ref" : null;
}
