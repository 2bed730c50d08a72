"""The empty sheet of a book, as values for `writers.form_sheet`."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from danvan.core.registers.kind import Field, Kind, Type
from danvan.core.registers.words import shown
from danvan.orgs.models import Unit
from danvan.registers import heads
from danvan.writers import form_sheet
from danvan.writers.form_sheet import Column
from danvan.writers.form_sheet import Kind as ColumnKind

_KINDS: Mapping[Type, ColumnKind] = {
    Type.COUNT: "whole",
    Type.MEASURE: "number",
    Type.MONEY: "number",
    Type.DATE: "date",
}


def workbook(kind: Kind, units: Sequence[Unit], language: str) -> bytes:
    """Return the sheet as .xlsx; a column for units where there are several."""
    columns = [Column(f"{heads.DAY_HEAD[language]} *", kind.day[language], "date")]
    if len(units) > 1:
        names = tuple(f"{unit.code}" for unit in units)
        hint = _("The code or the name of the unit.")
        columns.append(Column(heads.UNIT_HEAD[language], hint, "text", names))
    edition = kind.latest
    columns += [_column(field, language) for field in edition.fields if _fits(field)]
    above = (
        kind.name[language].upper(),
        _(
            "One row is one line of the book. Fill in below the heads; columns with * "
            "must be filled in. Do not write names or numbers of persons."
        ),
    )
    return form_sheet.workbook(
        name=_("Lines"), lists=_("Lists"), above=above, columns=columns
    )


def _fits(field: Field) -> bool:
    return field.type is not Type.FILE


def _column(field: Field, language: str) -> Column:
    head = heads.head(field, language) + (" *" if field.required else "")
    choices = tuple(choice.name[language] for choice in field.choices)
    return Column(head, _hint(field, language), _KINDS.get(field.type, "text"), choices)


def _hint(field: Field, language: str) -> str:
    said = [field.hint[language]] if field.hint else []
    if field.is_number:
        said.append(_("whole number") if not field.places else _("number"))
        if field.least is not None:
            said.append(f"≥ {shown(field.least)}")
        if field.most is not None:
            said.append(f"≤ {shown(field.most)}")
    elif field.type is Type.DATE:
        said.append(_("day, such as 22/11/2026"))
    elif field.choices:
        said.append(_("choose from the list"))
    elif field.type is Type.CITATION:
        said.append(_("number and date of the document"))
    return "; ".join(said)
