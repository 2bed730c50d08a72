"""A line that fits, for any book: the numbers of its rules worked out from their left."""

from decimal import Decimal

from danvan.core.registers import read
from danvan.core.registers.kind import Type
from danvan.core.registers.read import broken, stored

_WORDS = {Type.TEXT: "Nội dung mẫu", Type.PLACE: "Hội trường mẫu"}
_WORDS |= {Type.CITATION: "12/KH-UBND ngày 05/5/2026", Type.DATE: "14/05/2026"}


def example(edition, people=3):
    """Return words that fill every field of an edition, but for files and units."""
    numbers = {
        f.key: max(f.least or Decimal(0), min(f.most or Decimal(people), people))
        for f in edition.fields
        if f.is_number
    }
    numbers = {k: Decimal(v) for k, v in numbers.items()}
    for rule in edition.rules * 2:
        left, right = _side(rule.identity.left), _side(rule.identity.right)
        if rule.identity.relation == "=" and len(left) == 1:
            numbers[left[0]] = sum((numbers[key] for key in right), Decimal(0))
    if broken(edition, numbers):
        numbers = {f.key: f.least or Decimal(0) for f in edition.fields if f.is_number}
        for rule in edition.rules:
            sides = [_side(rule.identity.left), _side(rule.identity.right)]
            small, large = sides if rule.identity.relation == "≤" else sides[::-1]
            if len(small) == len(large) == 1:
                numbers[large[0]] = max(numbers[large[0]], numbers[small[0]])
    said = {
        f.key: read.written(f, numbers[f.key])
        if f.is_number
        else f.choices[0].name["vi"]
        if f.type is Type.CHOICE
        else _WORDS.get(f.type, "")
        for f in edition.fields
    }
    reading = read.read(edition, said)
    assert reading.is_good, (said, reading.problems)
    assert stored(reading.values)
    return {
        **said,
        **{f.key: f.choices[0].code for f in edition.fields if f.type is Type.CHOICE},
    }


def _side(expression):
    if hasattr(expression, "name"):
        return [expression.name]
    if hasattr(expression, "sign"):
        return [*_side(expression.left), *_side(expression.right)]
    return []
