namespace Connect311.Routing.Checks;

/// <summary>
/// What is claimed of a report: that a variable has one of some values, or that all or any of other claims hold.
/// There is no "not": the opposite of a condition is a claim of its own.
/// </summary>
internal abstract class Claim
{
    public static readonly Claim Always = new Many(isAll: true, []);
    public static readonly Claim Never = new Many(isAll: false, []);

    private Claim()
    {
    }

    public static Claim All(IEnumerable<Claim> claims) => new Many(isAll: true, [.. claims]).Plain();

    public static Claim Any(IEnumerable<Claim> claims) => new Many(isAll: false, [.. claims]).Plain();

    /// <summary>Whether it is so of a report with these values, by variable.</summary>
    /// <param name="values">The number of the value of each variable.</param>
    /// <param name="looks">Counts what was looked at.</param>
    public abstract bool IsSo(int[] values, ref int looks);

    /// <summary>A variable has one of some values.</summary>
    internal sealed class One(int variable, Bits values) : Claim
    {
        public int Variable => variable;

        public Bits Values => values;

        public override bool IsSo(int[] values, ref int looks)
        {
            looks++;
            return Values.Contains(values[variable]);
        }
    }

    /// <summary>All of other claims hold, or any of them.</summary>
    internal sealed class Many(bool isAll, Claim[] claims) : Claim
    {
        public bool IsAll => isAll;

        public Claim[] Claims => claims;

        public override bool IsSo(int[] values, ref int looks)
        {
            foreach (var claim in claims)
            {
                if (claim.IsSo(values, ref looks) != isAll)
                {
                    return !isAll;
                }
            }

            return isAll;
        }

        /// <summary>The same without what says nothing.</summary>
        public Claim Plain()
        {
            var (nothing, everything) = isAll ? (Always, Never) : (Never, Always);
            if (Array.IndexOf(claims, everything) >= 0)
            {
                return everything;
            }

            Claim[] said = [.. claims.Where(claim => claim != nothing)];
            return said.Length switch
            {
                0 => nothing,
                1 => said[0],
                _ => new Many(isAll, said),
            };
        }
    }
}
