using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Connect311.Benchmarks.Servers;

/// <summary>Replaces services of a host that is being built in this process, as test factories do.</summary>
internal sealed class HostReplacement(Action<HostBuilderContext, IServiceCollection> replace)
    : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Hosting = "Microsoft.Extensions.Hosting";
    private const string Building = "HostBuilding";

    /// <summary>Others may build hosts at the same time, as tests do.</summary>
    private readonly AsyncLocal<bool> _isOurs = new() { Value = true };

    /// <summary>For every host that the caller builds until the end.</summary>
    public static IDisposable Begin(Action<HostBuilderContext, IServiceCollection> replace) =>
        DiagnosticListener.AllListeners.Subscribe(new HostReplacement(replace));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Hosting)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: Building, Value: IHostBuilder builder } && _isOurs.Value)
        {
            builder.ConfigureServices(replace);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
