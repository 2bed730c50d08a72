"""Put a report together: an outline, the figures, and nothing that nobody said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from danvan.core.checks import expression
from danvan.core.drafting.facts import Facts, Setting
from danvan.core.drafting.numbers import measure, written
from danvan.core.drafting.outline import Outline, Section, Sentence, Words
from danvan.core.drafting.phrase import Phrase, Source, joined, words
from danvan.core.drafting.sentences import Missing, codes, fill

Kind = Literal["heading", "paragraph", "item"]
LATE = "late"  # the source of the number of units that are late
_ORDINALS = (
    "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading or paragraph of a report in the making.

    ``level`` is that of a heading. ``hint`` tells what a person may type where
    nothing can be said from figures; ``tasks`` tells that its lines are numbered in
    words.
    """

    kind: Kind
    phrase: Phrase
    level: int = 0
    hint: Words | None = None
    tasks: bool = False


def build(outline: Outline, facts: Facts, setting: Setting) -> list[Piece]:
    """Return the pieces of a report in order.

    A sentence whose figures are not known is left out, and its matter is named among
    the limitations.
    """
    pieces = _said(outline.opening, facts, setting)
    for section in outline.sections:
        pieces += _section(outline, section, facts, setting)
    return pieces


def _section(
    outline: Outline, section: Section, facts: Facts, setting: Setting
) -> list[Piece]:
    title = Phrase((section.heading,))
    pieces = [Piece("heading", title, section.level)]
    for sentences in section.paragraphs:
        pieces += _said(sentences, facts, setting)
    if section.fills == "limitations":
        pieces += _limitations(outline, facts, setting)
    if section.fills == "models":
        pieces += [Piece("item", words(f"- {name};")) for name in setting.models]
    if section.hint:
        pieces.append(
            Piece("paragraph", Phrase(), 0, section.hint, section.fills == "tasks")
        )
    return pieces


def _said(sentences: Iterable[Sentence], facts: Facts, setting: Setting) -> list[Piece]:
    """Return one paragraph of those sentences that can be said, or none."""
    told = [p for s in sentences if (p := sentence(s, facts, setting)) is not None]
    return [Piece("paragraph", joined(told, " "))] if told else []


def sentence(one: Sentence, facts: Facts, setting: Setting) -> Phrase | None:
    """Return a sentence with its figures, None where it cannot be said."""
    if one.when and not _holds(one.when, facts):
        return None
    first = next(iter(codes(one.text)), "")
    if one.zero and first in facts and facts[first].amount == 0:
        return fill(one.zero, facts, setting)
    try:
        return fill(one.text, facts, setting)
    except Missing:
        return None


def _holds(identity: expression.Identity, facts: Facts) -> bool:
    amounts = {code: fact.amount for code, fact in facts.items()}
    return expression.judge(identity, amounts).holds is True


def _limitations(outline: Outline, facts: Facts, setting: Setting) -> Iterator[Piece]:
    if setting.late:
        yield Piece("paragraph", _late(setting))
    yield from _said(outline.limitations, facts, setting)
    gone = unknown(outline, facts)
    if gone:
        yield Piece("paragraph", words(f"Chưa có số liệu về {_listed(gone)}."))
    alone = not_compared(outline, facts)
    if alone:
        yield Piece(
            "paragraph",
            words(f"Chưa có số liệu cùng kỳ để so sánh về {_listed(alone)}."),
        )
    for why, names in apart(outline, facts).items():
        about = f" về {_listed(names)}" if names else " ở một số nội dung"
        said = f"Số liệu{about} không so sánh được với cùng kỳ {why}."
        yield Piece("paragraph", words(said))


def unknown(outline: Outline, facts: Facts) -> list[str]:
    """Return what the sentences are about whose figures are not known."""
    return _abouts(
        s
        for s in _sentences(outline)
        if any(code not in facts for code in codes(s.text, needed=True))
    )


def not_compared(outline: Outline, facts: Facts) -> list[str]:
    """Return what the sentences are about whose first figure has none to compare with."""
    return _abouts(
        s
        for s in _sentences(outline)
        if (fact := facts.get(next(iter(s.codes), "")))
        and s.compares
        and fact.before.amount is None
        and not fact.before.apart
    )


def apart(outline: Outline, facts: Facts) -> dict[str, list[str]]:
    """Return why figures cannot be compared, with what their sentences are about."""
    found: dict[str, list[str]] = {}
    for s in _sentences(outline):
        fact = facts.get(next(iter(s.codes), ""))
        if fact and s.compares and fact.before.apart:
            found.setdefault(fact.before.apart, []).append(s.about)
    return {
        why: list(dict.fromkeys(about for about in abouts if about))
        for why, abouts in found.items()
    }


def _abouts(sentences: Iterable[Sentence]) -> list[str]:
    return list(dict.fromkeys(s.about for s in sentences if s.about))


def _sentences(outline: Outline) -> Iterator[Sentence]:
    for section in outline.sections:
        for paragraph in section.paragraphs:
            yield from paragraph


def _listed(names: list[str]) -> str:
    return "; ".join(names)


def _late(setting: Setting) -> Phrase:
    """Return how many units sent late or not at all, and their names."""
    count = written(
        Decimal(len(setting.late)),
        replace(measure("unit"), word="đơn vị"),
        source=Source(LATE, setting.unit, setting.period),
    )
    names = words(f" gửi báo cáo chậm hoặc chưa gửi ({', '.join(setting.late)}).")
    return words("Còn ") + count + names


def tasks(lines: Iterable[str]) -> list[Phrase]:
    """Return tasks as reports number them: "Một là, …", "Hai là, …".

    >>> [t.text for t in tasks(["rà soát hồ sơ", "công khai kết quả."])]
    ['Một là, rà soát hồ sơ.', 'Hai là, công khai kết quả.']
    """
    found = []
    for number, line in enumerate(said for line in lines if (said := line.strip())):
        lead = f"{_ORDINALS[number]} là, " if number < len(_ORDINALS) else "- "
        found.append(words(f"{lead}{line.rstrip('.;, ').strip()}."))
    return found
