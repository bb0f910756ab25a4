using System.Collections;

namespace Cassandra;

/// <summary>
/// The rows of a result: read once, as enumerating takes them out. While it is enumerated further pages are fetched, which blocks;
/// <see cref="IStatement.SetAutoPage"/> (false) and <see cref="FetchMoreResultsAsync"/> do without.
/// </summary>
public class RowSet : IEnumerable<Row>
{
    private readonly Queue<RowPage>? _further;
    private readonly Func<byte[], Task<RowSet>>? _fetch;
    private readonly Host? _host;
    private readonly ConsistencyLevel _consistency;
    private readonly string[]? _warnings;
    private Lock? _gate;
    private RowPage _page;
    private int _next;
    private int _waiting;
    private Task? _fetching;
    private ExecutionInfo? _info;

    /// <param name="fetch">Fetches the page that a state names; null where the statement turned auto page off.</param>
    internal RowSet(RowPage page, Host? host, ConsistencyLevel consistency, string[]? warnings, Func<byte[], Task<RowSet>>? fetch)
    {
        _page = page;
        _host = host;
        _consistency = consistency;
        _warnings = warnings;
        _fetch = fetch;
        if (fetch is not null) _further = [];
        PagingState = page.Metadata.PagingState;
    }

    /// <summary>Most results are of writes, and nobody asks for their rows.</summary>
    private Lock Gate => LazyInitializer.EnsureInitialized(ref _gate);

    internal CqlColumn[] Columns => _page.Metadata.Columns;

    public ExecutionInfo Info => _info ??= new ExecutionInfo(_host, _consistency, _warnings, IsSchemaInAgreement);

    /// <summary>Where the next page begins; null when there is none.</summary>
    public byte[]? PagingState { get; private set; }

    /// <summary>Whether no further page will be fetched.</summary>
    public bool IsFullyFetched => _fetch is null || PagingState is null;

    internal bool IsSchemaInAgreement { get; set; } = true;

    /// <summary>Whether there is no row left. Fetches the next page when it needs to.</summary>
    public bool IsExhausted() => !HasRow();

    public IEnumerable<Row> GetRows()
    {
        while (HasRow()) yield return Take();
    }

    public IEnumerator<Row> GetEnumerator() => GetRows().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The rows that are here already.</summary>
    public int GetAvailableWithoutFetching()
    {
        lock (Gate) return _page.Rows - _next + _waiting;
    }

    /// <inheritdoc cref="FetchMoreResultsAsync"/>
    public void FetchMoreResults() => FetchMoreResultsAsync().GetAwaiter().GetResult();

    /// <summary>Fetches the next page, if there is one, behind the rows that are here.</summary>
    public Task FetchMoreResultsAsync()
    {
        lock (Gate)
        {
            if (_fetching is { IsCompleted: false }) return _fetching;
            return IsFullyFetched ? Task.CompletedTask : _fetching = FetchAsync(PagingState!);
        }
    }

    private async Task FetchAsync(byte[] state)
    {
        var fetched = await _fetch!(state).ConfigureAwait(false);
        lock (Gate)
        {
            _further!.Enqueue(fetched._page);
            _waiting += fetched._page.Rows;
            PagingState = fetched.PagingState;
        }
    }

    private bool HasRow()
    {
        while (true)
        {
            lock (Gate)
            {
                while (_next == _page.Rows && _further is { Count: > 0 })
                {
                    _page = _further.Dequeue();
                    _waiting -= _page.Rows;
                    _next = 0;
                }

                if (_next < _page.Rows) return true;
                if (IsFullyFetched) return false;
            }

            FetchMoreResults();
        }
    }

    private Row Take()
    {
        lock (Gate) return new Row(_page, _next++);
    }
}
