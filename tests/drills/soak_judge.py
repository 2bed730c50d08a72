"""What a soak may not show: memory that grows, and things that are not given back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.drills.soak_watch import Sample

MOST_GROWTH = 5.0  # in a hundred
# A pool fills as it is wanted: a thread may first work, and first open its connection,
# long after the warm-up. What leaks grows with the requests and is soon beyond these.
SPARE = {"connections": 8, "descriptors": 8, "threads": 16}


@dataclass(frozen=True, slots=True)
class Soak:
    """What was seen: at rest after the warm-up, under load, and at rest afterwards."""

    before: Sample
    under_load: Sequence[Sample]
    after: Sample
    faults: Sequence[str] = ()  # answers of 500 and above


def growth(soak: Soak) -> dict[str, float]:
    """Return how much each process grew, in a hundred, from the load's second quarter
    to its last, medians of each; one without four samples is not judged."""
    names = sorted({name for sample in soak.under_load for name in sample.memory})
    found = {}
    for name in names:
        held = [s.memory[name] for s in soak.under_load if name in s.memory]
        if quarter := len(held) // 4:
            second, last = held[quarter : 2 * quarter], held[-quarter:]
            found[name] = round(100 * (median(last) / median(second) - 1), 1)
    return found


def quarters(soak: Soak, name: str) -> str:
    """Write what a process held in each quarter of the load, medians in MB."""
    held = [s.memory[name] for s in soak.under_load if name in s.memory]
    size = max(1, len(held) // 4)
    parts = (held[i * size : (i + 1) * size] for i in range(4))
    return ", ".join(f"{median(part) / 1e6:.0f}" for part in parts if part)


def leaked(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return what there is more of than before, by name."""
    more = {name: after[name] - before.get(name, 0) for name in after}
    return {name: number for name, number in sorted(more.items()) if number > 0}


def beyond(what: str, before: Sample, after: Sample) -> dict[str, int]:
    """Return what there is more of than before and than its pools may still take."""
    more = leaked(getattr(before, what), getattr(after, what))
    return {name: number for name, number in more.items() if number > SPARE[what]}


def kept(before: Sample, after: Sample) -> list[str]:
    """Say what was not given back."""
    found = []
    for what in SPARE:
        more = beyond(what, before, after)
        found += [f"{what} of {name}: {number} more" for name, number in more.items()]
    if after.held:
        found.append(f"{after.held} connections still hold a transaction")
    if (files := after.passing - before.passing) > 0:
        found.append(f"{files} more files in the temporary folder")
    return found


def findings(soak: Soak) -> list[str]:
    """Say everything that is wrong, one sentence each."""
    found = [f"answered {fault}" for fault in soak.faults[:20]]
    found += [
        f"{name} grew by {percent} % ({quarters(soak, name)} MB)"
        for name, percent in growth(soak).items()
        if percent > MOST_GROWTH
    ]
    found += kept(soak.before, soak.after)
    if soak.before.ids != soak.after.ids:
        found.append("a process ended and was started again")
    return found
