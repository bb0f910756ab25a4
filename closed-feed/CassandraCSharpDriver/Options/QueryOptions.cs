namespace Cassandra;

/// <summary>What holds for statements that do not say it themselves.</summary>
public class QueryOptions
{
    public const ConsistencyLevel DefaultConsistencyLevel = ConsistencyLevel.LocalOne;
    internal const ConsistencyLevel DefaultSerialConsistencyLevel = ConsistencyLevel.Serial;
    internal const int DefaultPageSize = 5000;

    private ConsistencyLevel _consistency = DefaultConsistencyLevel;
    private ConsistencyLevel _serialConsistency = DefaultSerialConsistencyLevel;
    private int _pageSize = DefaultPageSize;
    private bool _idempotence;
    private bool _prepareOnAllHosts = true;
    private bool _reprepareOnUp = true;

    public bool RetryOnTimeout { get; private set; } = true;

    public QueryOptions SetConsistencyLevel(ConsistencyLevel consistencyLevel)
    {
        _consistency = consistencyLevel;
        return this;
    }

    public ConsistencyLevel GetConsistencyLevel() => _consistency;

    internal QueryOptions SetSerialConsistencyLevel(ConsistencyLevel serialConsistencyLevel)
    {
        _serialConsistency = serialConsistencyLevel;
        return this;
    }

    internal ConsistencyLevel GetSerialConsistencyLevel() => _serialConsistency;

    internal QueryOptions SetPageSize(int pageSize)
    {
        _pageSize = pageSize;
        return this;
    }

    public int GetPageSize() => _pageSize;

    internal QueryOptions SetRetryOnTimeout(bool retryOnTimeout)
    {
        RetryOnTimeout = retryOnTimeout;
        return this;
    }

    public QueryOptions SetDefaultIdempotence(bool idempotence)
    {
        _idempotence = idempotence;
        return this;
    }

    public bool GetDefaultIdempotence() => _idempotence;

    internal QueryOptions SetPrepareOnAllHosts(bool prepareOnAllHosts)
    {
        _prepareOnAllHosts = prepareOnAllHosts;
        return this;
    }

    public bool IsPrepareOnAllHosts() => _prepareOnAllHosts;

    internal QueryOptions SetReprepareOnUp(bool reprepareOnUp)
    {
        _reprepareOnUp = reprepareOnUp;
        return this;
    }

    public bool IsReprepareOnUp() => _reprepareOnUp;
}
