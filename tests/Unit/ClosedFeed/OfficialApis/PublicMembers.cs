using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Streaming.Tests.Unit.ClosedFeed.OfficialApis;

/// <summary>What other assemblies see of a stand-in, without what the language or an interface makes each such type have.</summary>
internal sealed class PublicMembers(Assembly assembly, bool isAnnotated)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly NullabilityInfoContext _nullability = new();

    public IEnumerable<StandInType> Types => assembly.GetExportedTypes().Select(Named);

    public IEnumerable<StandInMember> Members => assembly.GetExportedTypes().Where(type => !typeof(Delegate).IsAssignableFrom(type)).SelectMany(MembersOf);

    private static StandInType Named(Type type) =>
        new(type.Namespace ?? "", type.Name.Split('`')[0], type.DeclaringType?.Name.Split('`')[0]);

    public IEnumerable<StandInMember> MembersOf(Type type)
    {
        var named = Named(type);
        var implemented = type.IsInterface ? [] : type.GetInterfaces().SelectMany(contract => type.GetInterfaceMap(contract).TargetMethods).ToHashSet();
        foreach (var member in type.GetMembers(Declared).OrderBy(member => member.MetadataToken))
        {
            StandInMember? read = member switch
            {
                ConstructorInfo constructor when IsSeen(constructor) && !IsImplied(constructor) =>
                    new(named, MemberKind.Constructor, OfficialMember.Constructor) { Parameters = Parameters(constructor, false) },
                MethodInfo method when IsSeen(method) && !IsImplied(method, implemented) => Method(named, method),
                PropertyInfo property when property.GetAccessors(true) is var accessors && accessors.Any(IsSeen)
                    && !accessors.Any(accessor => IsImplied(accessor, implemented)) =>
                    Property(named, property),
                FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly =>
                    new(named, MemberKind.Field, field.Name) { Returns = type.IsEnum ? null : Name(field.FieldType, Nullability(field)), Value = Value(field) },
                EventInfo @event when IsSeen(@event.AddMethod!) && !IsImplied(@event.AddMethod!, implemented) =>
                    new(named, MemberKind.Event, @event.Name) { Returns = Name(@event.EventHandlerType!, null) },
                _ => null,
            };
            if (read is not null) yield return read;
        }
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>A constructor without parameters, of a type that one initialises by its properties, or that one cannot construct at all.</summary>
    private static bool IsImplied(ConstructorInfo constructor) =>
        constructor.GetParameters().Length == 0
        && (constructor.DeclaringType!.IsAbstract || constructor.DeclaringType.GetProperties().Any(property => property.SetMethod is { IsPublic: true }));

    /// <summary>What an interface or a base class asks for, whose own member is compared; and what the compiler adds to a record.</summary>
    private static bool IsImplied(MethodInfo method, HashSet<MethodInfo> implemented) =>
        implemented.Contains(method) || method.GetBaseDefinition() != method
        || (method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.Name is "op_Equality" or "op_Inequality" or "Deconstruct" or "<Clone>$");

    private StandInMember? Method(StandInType type, MethodInfo method)
    {
        if (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)) return null;
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return new(type, MemberKind.Method, method.Name)
        {
            Parameters = Parameters(method, isExtension),
            Returns = Name(method.ReturnType, Nullability(method.ReturnParameter)),
            Generics = [.. method.GetGenericArguments().Select(argument => argument.Name)],
            Constraints = method.GetGenericArguments().Select(argument => KeyValuePair.Create(argument.Name, Constraints(argument)))
                .Where(constraint => constraint.Value.Length > 0).ToDictionary(),
            Extends = isExtension ? Name(method.GetParameters()[0].ParameterType, null) : null,
        };
    }

    private StandInMember Property(StandInType type, PropertyInfo property) =>
        new(type, MemberKind.Property, property.GetIndexParameters().Length > 0 ? "this[]" : property.Name)
        {
            Parameters = [.. property.GetIndexParameters().Select(Parameter)],
            Returns = Name(property.PropertyType, Nullability(property)),
        };

    private OfficialParameter[] Parameters(MethodBase method, bool isExtension) => [.. method.GetParameters().Skip(isExtension ? 1 : 0).Select(Parameter)];

    private OfficialParameter Parameter(ParameterInfo parameter) =>
        new([Name(parameter.ParameterType, Nullability(parameter))], parameter.Name, ClrType.Default(parameter), ClrType.Modifier(parameter));

    private static string[] Constraints(Type argument)
    {
        var attributes = argument.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        IEnumerable<string> all =
        [
            .. argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => ClrType.Name(type, null)),
            .. isStruct ? ["struct"] : attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? new[] { "new()" } : [],
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? new[] { "class" } : [],
        ];
        return [.. all.Order(StringComparer.Ordinal)];
    }

    private static string? Value(FieldInfo field) =>
        field is { IsLiteral: true } ? Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture) : null;

    private string Name(Type type, NullabilityInfo? nullability) => ClrType.Name(type, isAnnotated ? nullability : null);

    private NullabilityInfo? Nullability(ParameterInfo parameter) => isAnnotated ? _nullability.Create(parameter) : null;

    private NullabilityInfo? Nullability(PropertyInfo property) => isAnnotated ? _nullability.Create(property) : null;

    private NullabilityInfo? Nullability(FieldInfo field) => isAnnotated ? _nullability.Create(field) : null;
}
