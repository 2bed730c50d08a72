"""What a reader with a solver learns from a printed table."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linprog

Ways = Mapping[str, Sequence[Sequence[str]]]


def ranges(
    printed: Mapping[str, int],
    sums: Ways,
    low: Mapping[str, float],
    high: Mapping[str, float],
    asked: Sequence[str],
) -> dict[str, tuple[float, float]]:
    """Return the least and most that each asked cell can be."""
    names = sorted(
        {*printed, *sums} | {p for w in sums.values() for way in w for p in way}
    )
    at = {name: i for i, name in enumerate(names)}
    rows = []
    for whole, ways in sums.items():
        for way in ways:
            row = np.zeros(len(names))
            row[at[whole]] = -1
            for part in way:
                row[at[part]] += 1
            rows.append(row)
    bounds = [(low.get(n, 0), high.get(n)) for n in names]
    found = {}
    for name in asked:
        cost = np.zeros(len(names))
        cost[at[name]] = 1
        ends = []
        for sign in (1, -1):
            result = linprog(
                sign * cost,
                A_eq=np.array(rows) if rows else None,
                b_eq=np.zeros(len(rows)) if rows else None,
                bounds=bounds,
            )
            assert result.status == 0, result.message
            ends.append(sign * result.fun)
        found[name] = (ends[0], ends[1])
    return found
