"""The page about the forms, written from their data (docs/forms.md)."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from danvan.core.forms.form import UNITS, Column, Form

_HEAD = """\
# Statutory forms

Written from `core/data/forms` by `core/forms/docs.py`; a test holds this page to the data. A form is offered for a period when
it is the law on the period's last day. *printed* identities stand on the sheet and fail as errors; the further ones follow
from what the columns mean and fail as warnings or notes. *counted* columns are counted from records, *sum* columns are
worked out, the rest is entered with a reason or marked “không phát sinh”.

How a letter is counted: it is *processed* by the first step that says what becomes of it (accepted, answered, guided,
returned, demanded, forwarded, refused, explained, filed, withdrawn); *eligible* when that step is none of refusing,
explaining, filing, withdrawing, or guiding for want of the conditions; a letter returned to its forwarder counts as guided;
*settled* when it is answered; a matter is counted once in each unit and period, by its first letter. The stage
of settlement is that of the period's last day. Kind, field and unit are as known when counting, so that figures counted
again after a letter was classified anew differ from those signed before.

| form | regime | act | in force | columns | counted |
|---|---|---|---|---|---|
"""


_WITHOUT = """
## Columns without a source

Nothing that is recorded says these figures: who is behind a denunciation and what it is about is sealed, a judgment, a
prosecution and the number of those who got something back are not written down. The filled form says so (“chưa có nguồn”)
until somebody enters them with a reason, or says that there were none; empty is not zero.

| form | column | tiếng Việt |
|---|---|---|"""


def page(forms: Sequence[Form], counted: dict[str, Sequence[str]]) -> str:
    """Return the page; ``counted`` maps a form's id to the columns some app counts."""
    lines = [_row(form, counted.get(form.id, ())) for form in forms]
    body = [
        line
        for form in forms
        if form.is_loaded
        for line in _section(form, set(counted.get(form.id, ())))
    ]
    without = [line for form in forms for line in _unsourced(form, counted)]
    return _HEAD + "\n".join([*lines, *body, _WITHOUT, *without]) + "\n"


def unsourced(form: Form, counted: Collection[str]) -> list[Column]:
    """Return the columns that nothing counts and no sum works out."""
    return [
        column
        for column in form.numbers
        if not column.is_derived and column.number not in counted
    ]


def _unsourced(form: Form, counted: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if not form.is_loaded:
        return
    for column in unsourced(form, counted.get(form.id, ())):
        yield f"| {form.id} | {column.number} | {column.full_title('vi')} |"


def _row(form: Form, counted: Sequence[str]) -> str:
    last = f"{form.valid_to:%d/%m/%Y}" if form.valid_to else "now"
    sure = "" if form.certain else " (to be confirmed)"
    columns = str(len(form.columns)) if form.is_loaded else "not loaded"
    behind = ", ".join(form.counts_from)
    shown = str(len(counted)) if form.is_loaded else behind and f"by {behind}"
    return (
        f"| {form.code} {form.title['vi']} | {form.regime} | {form.act} "
        f"| {form.valid_from:%d/%m/%Y} – {last}{sure} | {columns} | {shown or 'no'} |"
    )


def _section(form: Form, counted: set[str]) -> Iterator[str]:
    yield f"\n## {form.id} {form.title['en']}\n"
    yield "| MS | column | tiếng Việt | unit | from |"
    yield "|---|---|---|---|---|"
    for column in form.columns:
        source = "sum" if column.is_derived else "entered"
        source = "counted" if column.number in counted else source
        source = "" if column.is_note else source
        yield (
            f"| {column.printed} | {column.full_title('en')} "
            f"| {column.full_title('vi')} | {UNITS[column.unit]['vi']} | {source} |"
        )
    yield ""
    for rule in form.rules:
        if not rule.printed:
            yield f"- {rule.severity}: `{rule.identity.text}`"
