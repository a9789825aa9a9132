using System.Numerics;

namespace Connect311.Routing.Checks;

/// <summary>A set of values of one variable, by their numbers. Immutable.</summary>
internal sealed class Bits
{
    private const int WordLength = 64;

    private readonly ulong[] _words;

    private Bits(ulong[] words) => _words = words;

    public bool IsEmpty => !_words.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>The numbers from 0 that a test admits.</summary>
    public static Bits Where(int count, Func<int, bool> isIn)
    {
        var words = new ulong[(count + WordLength - 1) / WordLength];
        for (var i = 0; i < count; i++)
        {
            if (isIn(i))
            {
                words[i / WordLength] |= 1UL << (i % WordLength);
            }
        }

        return new(words);
    }

    public bool Contains(int number) => (_words[number / WordLength] & (1UL << (number % WordLength))) != 0;

    /// <summary>The least number in a set that is not empty.</summary>
    public int First()
    {
        var word = _words.AsSpan().IndexOfAnyExcept(0UL);
        return (word * WordLength) + BitOperations.TrailingZeroCount(_words[word]);
    }

    /// <summary>What is in this set and in another of the same variable.</summary>
    public Bits And(Bits other)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = _words[i] & other._words[i];
        }

        return new(words);
    }

    public bool IsWithin(Bits other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & ~other._words[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    public bool Meets(Bits other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & other._words[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
