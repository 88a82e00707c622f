using System.Collections;

namespace PortfolioMargin;

/// <summary>Rows of a risk matrix, in its order. A view: rows that follow each other cost no memory, however many they are.</summary>
public readonly struct RiskRows : IReadOnlyList<RiskRow>
{
    private readonly RowColumns _columns;
    private readonly int[]? _places; // of the rows in the matrix, from _first on; absent where they follow each other
    private readonly int _first;

    private RiskRows(RowColumns columns, int[]? places, int first, int length)
    {
        _columns = columns;
        _places = places;
        _first = first;
        Length = length;
    }

    /// <summary>All rows of an account.</summary>
    internal RiskRows(RowColumns columns)
        : this(columns, null, 0, columns.Quantities.Length)
    {
    }

    /// <summary>Number of rows.</summary>
    public int Length { get; }

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => Length == 0;

    int IReadOnlyCollection<RiskRow>.Count => Length;

    /// <summary>One of the rows.</summary>
    /// <param name="index">Its place among these rows, from 0.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public RiskRow this[int index] => (uint)index < (uint)Length
        ? new(_columns, Place(index))
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Length} rows; pass 0 to {Length - 1}.");

    /// <summary>Some of the rows.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="length">Their number.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">They are not all here.</exception>
    public RiskRows Slice(int start, int length) => start >= 0 && length >= 0 && length <= Length - start
        ? new(_columns, _places, _first + start, length)
        : throw new ArgumentOutOfRangeException(nameof(start), start, $"There are {Length} rows; {length} from {start} on are not all here.");

    /// <summary>The rows one after the other.</summary>
    /// <returns>An enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<RiskRow> IEnumerable<RiskRow>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Place of a row in the matrix.</summary>
    internal int Place(int index) => _places is null ? _first + index : _places[_first + index];

    /// <summary>Places of all rows in the matrix; not to be written to.</summary>
    internal int[] Places()
    {
        if (_places is not null && _first == 0 && _places.Length == Length) return _places;
        var places = new int[Length];
        for (int i = 0; i < places.Length; i++) places[i] = Place(i);
        return places;
    }

    /// <summary>Rows of the same matrix by their places in it.</summary>
    internal RiskRows At(int[] places) => new(_columns, places, 0, places.Length);

    /// <summary>The rows that satisfy a condition.</summary>
    internal RiskRows Matching(Func<RiskRow, bool> condition)
    {
        var places = new List<int>();
        foreach (var row in this)
            if (condition(row)) places.Add(row.Index);
        return At([.. places]);
    }

    /// <summary>Walks over rows.</summary>
    public struct Enumerator : IEnumerator<RiskRow>
    {
        private readonly RowColumns _columns;
        private readonly int[]? _places;
        private readonly int _end;
        private int _at;

        internal Enumerator(RiskRows rows) => (_columns, _places, _at, _end) = (rows._columns, rows._places, rows._first - 1, rows._first + rows.Length);

        /// <inheritdoc/>
        public readonly RiskRow Current => new(_columns, _places is null ? _at : _places[_at]);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_at < _end;

        /// <inheritdoc/>
        public readonly void Reset() => throw new NotSupportedException("Rows are walked over once; ask for another enumerator.");

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
