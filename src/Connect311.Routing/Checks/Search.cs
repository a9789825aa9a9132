namespace Connect311.Routing.Checks;

/// <summary>
/// Looks for a report of which claims hold together: settles what follows, then tries what is left open.
/// </summary>
/// <param name="usual">The value of each variable where nothing is claimed of it.</param>
/// <param name="patience">When to give up.</param>
internal sealed class Search(int[] usual, Patience patience)
{
    private readonly Bits?[] _admitted = new Bits?[usual.Length];
    private readonly int[] _report = [.. usual];
    private readonly Stack<(int Variable, Bits? Before)> _settled = new();

    private enum Truth
    {
        Yes,
        No,
        Open,
    }

    /// <summary>
    /// Whether there can be a report of which all claims hold; null when it gave up. Of the many it takes along only
    /// those that the reports found so far break: as a rule a handful decides.
    /// </summary>
    /// <param name="few">Claims that are looked at first.</param>
    /// <param name="many">Claims that most reports fulfil.</param>
    /// <param name="taken">Gets the numbers of those of the many that were taken along.</param>
    public bool? CanHold(IEnumerable<Claim> few, ReadOnlySpan<Claim> many, List<int> taken)
    {
        List<Claim> claims = [.. few.SelectMany(Flat)];
        patience.Begin();
        while (true)
        {
            var found = patience.IsOver ? null : Find([.. claims]);
            var broken = found == true ? FirstBroken(many) : -1;
            Forget(0);
            if (broken < 0)
            {
                return found;
            }

            claims.Add(many[broken]);
            taken.Add(broken);
        }
    }

    /// <summary>The first claim that the report found breaks, or -1.</summary>
    private int FirstBroken(ReadOnlySpan<Claim> many)
    {
        foreach (var (variable, _) in _settled)
        {
            var admitted = _admitted[variable]!;
            _report[variable] = admitted.Contains(usual[variable]) ? usual[variable] : admitted.First();
        }

        var (broken, looks) = (-1, 0);
        for (var i = 0; i < many.Length && broken < 0; i++)
        {
            broken = many[i].IsSo(_report, ref looks) ? -1 : i;
        }

        foreach (var (variable, _) in _settled)
        {
            _report[variable] = usual[variable];
        }

        patience.Look(looks);
        return broken;
    }

    /// <summary>What is claimed for certain comes first, so that the choices behind it are few.</summary>
    private static IEnumerable<Claim> Flat(Claim claim) =>
        claim is Claim.Many { IsAll: true } all ? all.Claims.SelectMany(Flat) : [claim];

    private bool? Find(List<Claim> open)
    {
        if (!Settle(ref open))
        {
            return false;
        }

        if (patience.IsOver)
        {
            return null;
        }

        if (open.Count == 0)
        {
            return true;
        }

        // What is left are choices; the one with the fewest ways fails soonest.
        var choice = open.Cast<Claim.Many>().MinBy(many => many.Claims.Length)!;
        open.Remove(choice);
        foreach (var way in choice.Claims)
        {
            var before = _settled.Count;
            if (Find([way, .. open]) is not false and var found)
            {
                return found;
            }

            Forget(before);
        }

        return false;
    }

    /// <summary>Takes what must be so, until nothing more follows; false when the claims exclude each other.</summary>
    private bool Settle(ref List<Claim> open)
    {
        for (var isSettled = false; !isSettled && !patience.IsOver;)
        {
            isSettled = true;
            var next = new List<Claim>();
            foreach (var claim in open)
            {
                switch (claim)
                {
                    case Claim.One one:
                        if (!Take(one))
                        {
                            return false;
                        }

                        isSettled = false;
                        break;
                    case Claim.Many { IsAll: true } all:
                        next.AddRange(all.Claims);
                        isSettled = false;
                        break;
                    case Claim.Many any when !Narrow(any, next, ref isSettled):
                        return false;
                }
            }

            open = next;
        }

        return true;
    }

    private bool Take(Claim.One one)
    {
        patience.Look();
        var before = _admitted[one.Variable];
        var now = before?.And(one.Values) ?? one.Values;
        _settled.Push((one.Variable, before));
        _admitted[one.Variable] = now;
        return !now.IsEmpty;
    }

    /// <summary>Takes back what was settled since there were so many.</summary>
    private void Forget(int count)
    {
        while (_settled.Count > count)
        {
            var (variable, before) = _settled.Pop();
            _admitted[variable] = before;
        }
    }

    /// <summary>Keeps of a choice what is still possible; false when nothing is.</summary>
    private bool Narrow(Claim.Many any, List<Claim> next, ref bool isSettled)
    {
        var possible = 0;
        Claim? last = null;
        foreach (var claim in any.Claims)
        {
            var truth = TruthOf(claim);
            if (truth == Truth.Yes)
            {
                return true;
            }

            if (truth == Truth.Open)
            {
                (possible, last) = (possible + 1, claim);
            }
        }

        if (possible == 0)
        {
            return false;
        }

        isSettled &= possible > 1;
        next.Add(possible == 1 ? last!
            : possible == any.Claims.Length ? any
            : new Claim.Many(isAll: false, [.. any.Claims.Where(claim => TruthOf(claim) == Truth.Open)]));
        return true;
    }

    private Truth TruthOf(Claim claim)
    {
        if (claim is Claim.One one)
        {
            patience.Look();
            return _admitted[one.Variable] is not { } now ? Truth.Open
                : now.IsWithin(one.Values) ? Truth.Yes
                : now.Meets(one.Values) ? Truth.Open
                : Truth.No;
        }

        var many = (Claim.Many)claim;
        var (ends, goesOn) = many.IsAll ? (Truth.No, Truth.Yes) : (Truth.Yes, Truth.No);
        var truth = goesOn;
        foreach (var part in many.Claims)
        {
            var partly = TruthOf(part);
            if (partly == ends)
            {
                return ends;
            }

            truth = partly == Truth.Open ? partly : truth;
        }

        return truth;
    }
}
