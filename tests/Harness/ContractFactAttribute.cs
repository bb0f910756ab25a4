using Xunit.Abstractions;
using Xunit.Sdk;

namespace Streaming.Tests.Harness;

/// <summary>A test of a suite that several classes inherit: it is skipped where the server is absent that the inheriting class needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Streaming.Tests.Harness.ContractFactDiscoverer", "Harness")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Names a public static string property of the class: why its tests are skipped, or null.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SkipReasonAttribute(string property) : Attribute
{
    public string Property { get; } = property;
}

public sealed class ContractFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var type = testMethod.TestClass.Class.ToRuntimeType();
        var property = type.GetCustomAttributes(typeof(SkipReasonAttribute), true).Cast<SkipReasonAttribute>().SingleOrDefault()?.Property;
        return property is not null && type.GetProperty(property)!.GetValue(null) is string reason
            ? new XunitSkippedDataRowTestCase(DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), testMethod,
                reason)
            : base.CreateTestCase(options, testMethod, factAttribute);
    }
}
