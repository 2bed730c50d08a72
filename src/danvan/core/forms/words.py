"""Say a rule of a form in words, with the titles of its columns."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from danvan.core.checks.expression import Expression, Name, Operation
from danvan.core.checks.finding import both, shown
from danvan.core.forms.form import Form, Rule

_RELATION = {
    "=": both("phải bằng", "must equal"),
    "≠": both("phải khác", "must differ from"),
    ">": both("phải lớn hơn", "must exceed"),
    "<": both("phải nhỏ hơn", "must be below"),
    "≤": both("không được lớn hơn", "must not exceed"),
    "≥": both("không được nhỏ hơn", "must not be below"),
}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def said(form: Form, rule: Rule) -> Mapping[str, str]:
    """Say what the rule asks for."""
    identity = rule.identity
    relation = _RELATION[identity.relation]
    return {
        language: f"{_side(identity.left, language)} {relation[language]} "
        f"{_side(identity.right, language)}{_titles(form, rule, language)}"
        for language in ("vi", "en")
    }


def broken(form: Form, rule: Rule, left: Decimal, right: Decimal) -> Mapping[str, str]:
    """Say how the rule does not hold, with both numbers."""
    rule_words = said(form, rule)
    a, b = shown(left), shown(right)
    return both(
        f"{_upper(rule_words['vi'])}: hiện là {a} và {b}.",
        f"{_upper(rule_words['en'])}: it is {a} and {b}.",
    )


def _side(side: Expression, language: str) -> str:
    if isinstance(side, Decimal):
        return shown(side)
    if isinstance(side, Name):
        return _name(side, language)
    left, right = (_side(part, language) for part in (side.left, side.right))
    if side.sign in {"*", "/"} and _is_sum(side.left):
        left = f"({left})"
    if side.sign != "+" and _is_sum(side.right):
        right = f"({right})"
    return f"{left} {_SIGNS[side.sign]} {right}"


def _is_sum(side: Expression) -> bool:
    return isinstance(side, Operation) and side.sign in {"+", "-"}


def _name(name: Name, language: str) -> str:
    code, _, number = name.name.rpartition(":")
    words = both("cột", "column")[language] + f" {number}"
    if code:
        words += both(f" của biểu {code}", f" of form {code}")[language]
    if name.earlier:
        words += both(" của kỳ trước", " of the period before")[language]
    return words


def _titles(form: Form, rule: Rule, language: str) -> str:
    names = sorted(
        {n.name for n in rule.identity.names if n.name in form.by_number},
        key=lambda number: list(form.by_number).index(number),
    )
    titles = "; ".join(_titled(form, names, language))
    return f" ({titles})" if titles else ""


def _titled(form: Form, names: list[str], language: str) -> Iterator[str]:
    for name in names:
        yield f"{name}: {form.by_number[name].full_title(language)}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
