"""What is never published below the province: denunciations, and what gives them away.

A count of denunciations of a commune tells the commune that there is one. Neither it
nor anything it follows from by adding and subtracting is published there: all letters
less complaints less petitions are the denunciations.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from danvan.core import data

# A sum and its parts, by code; a part may stand in several sums.
Sums = Mapping[str, Collection[str]]
_Row = dict[str, Fraction]
PUBLIC_LEVELS = frozenset({"central", "province"})


def secret(codes: Iterable[str]) -> frozenset[str]:
    """Return which codes count denunciations (``core/data/disclosure.toml``)."""
    rules = data.load_toml("disclosure.toml")
    named = frozenset(rules["denunciations"])
    starts = tuple(rules["prefixes"])
    return frozenset(c for c in codes if c in named or c.startswith(starts))


def sums() -> Mapping[str, tuple[str, ...]]:
    """Return the sums that readers of figures know (``core/data/disclosure.toml``)."""
    return {s: tuple(p) for s, p in data.load_toml("disclosure.toml")["sums"].items()}


def withheld(level: str, codes: Collection[str], identities: Sums) -> frozenset[str]:
    """Return which of ``codes`` a unit of ``level`` must not publish.

    First what counts denunciations, then, as long as something of that follows from
    the rest, the sum that holds it.
    """
    if level in PUBLIC_LEVELS:
        return frozenset()
    every = {*codes, *identities, *(p for parts in identities.values() for p in parts)}
    hidden = secret(every)
    out = set(hidden & set(codes)) | _rates(hidden, codes, identities)
    while found := _given_away(hidden, set(codes) - out, identities):
        out.add(found)
    return frozenset(out)


def follows(code: str, published: Collection[str], identities: Sums) -> bool:
    """Say whether a count can be worked out exactly from published ones."""
    rows: list[_Row] = [{p: Fraction(1)} for p in sorted(published)]
    for whole, parts in sorted(identities.items()):
        row = {whole: Fraction(-1)}
        for part in parts:
            row[part] = row.get(part, Fraction(0)) + 1
        rows.append(row)
    return not _reduced({code: Fraction(1)}, _echelon(rows))


def _rates(
    hidden: Collection[str], codes: Collection[str], identities: Sums
) -> set[str]:
    """Return the rates that rest on a hidden count or on a sum that holds one."""
    told = {h for code in hidden for h in _holding(code, identities)}
    rates = data.load_toml("disclosure.toml")["rates"]
    return {rate for rate in codes if told & set(rates.get(rate, ()))}


def _given_away(
    hidden: Collection[str], published: Collection[str], identities: Sums
) -> str | None:
    """Return the published code to withhold next: the largest sum that gives away."""
    given = [code for code in sorted(hidden) if follows(code, published, identities)]
    if not given:
        return None
    holding = _holding(given[0], identities)
    useful = [
        code
        for code in sorted(published)
        if not follows(given[0], set(published) - {code}, identities)
    ]
    # Where one alone does not help, the nearest sum goes first and the loop goes on.
    choice = [c for c in useful if c in holding] or useful
    choice = choice or [c for c in sorted(published) if c in holding]
    return (choice or sorted(published))[0]


def _holding(code: str, identities: Sums) -> set[str]:
    held, before = {code}, 0
    while len(held) > before:
        before = len(held)
        held |= {whole for whole, parts in identities.items() if held & set(parts)}
    return held


def _echelon(rows: Iterable[_Row]) -> dict[str, _Row]:
    """Return rows in echelon form, by their leading code."""
    done: dict[str, _Row] = {}
    for row in rows:
        rest = _reduced(row, done)
        if rest:
            lead = min(rest)
            done[lead] = {c: v / rest[lead] for c, v in rest.items()}
    return done


def _reduced(row: _Row, done: Mapping[str, _Row]) -> _Row:
    rest = dict(row)
    while leads := sorted(code for code in rest if code in done):
        factor = rest[leads[0]]
        for code, value in done[leads[0]].items():
            rest[code] = rest.get(code, Fraction(0)) - factor * value
        rest = {c: v for c, v in rest.items() if v}
    return rest
