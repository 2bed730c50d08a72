"""Print the table of docs/similarity.md: how alike an edited letter stays to itself.

.venv/bin/python bench/similarity_curve.py
"""

import random
import statistics
import sys
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from letters import Maker, edited

from danvan.core.casework.similarity import jaccard, words

SEED, LETTERS, STRANGERS = 2026, 3_000, 1_300


def main() -> None:
    """Measure edits of three sizes, and letters that have nothing to do with each other."""
    texts = [made.text for made in Maker(SEED).letters(LETTERS)]
    # New words are words of other letters, as often as they stand there.
    others = " ".join(made.text for made in Maker(SEED + 2).letters(400)).split()
    rare = sorted(set(others))
    luck = random.Random(SEED)  # noqa: S311 - examples, no secrets # nosec B311
    told = [words(text) for text in texts]
    length = statistics.fmean(len(text.split()) for text in texts)
    telling = statistics.fmean(map(len, told))
    print(f"{length:.0f} words a letter, {telling:.0f} that tell\n")
    print(
        "| edited | lowest of 3,000 | 1 % of them below | median |\n|---|---|---|---|"
    )
    sizes = [(share, others, "") for share in (0.1, 0.2, 0.3)]
    for share, new, how in (*sizes, (0.3, rare, ", every word as likely")):
        alike = sorted(
            jaccard(before, words(edited(text, share, new, luck)))
            for before, text in zip(told, texts, strict=True)
        )
        low, median = alike[LETTERS // 100], statistics.median(alike)
        print(
            f"| {share * 100:.0f} %{how} | {alike[0]:.2f} | {low:.2f} | {median:.2f} |"
        )
    pairs = [jaccard(a, b) for a, b in combinations(told[:STRANGERS], 2)]
    middle, highest = statistics.median(pairs), max(pairs)
    print(
        f"| strangers ({len(pairs):,} pairs) | | | {middle:.2f}; highest {highest:.2f} |"
    )


if __name__ == "__main__":
    main()
