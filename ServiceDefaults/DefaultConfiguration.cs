using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace Streaming.ServiceDefaults;

internal static class DefaultConfiguration
{
    /// <summary>Adds settings that every other source of configuration goes before.</summary>
    public static void AddDefaults(this IHostApplicationBuilder builder, params (string Key, string Value)[] settings) =>
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)),
        });
}
