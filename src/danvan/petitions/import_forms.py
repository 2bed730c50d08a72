"""The register that is taken in: whose, of which form, and what to do with it.

The file is asked for again at the second step, for it is kept nowhere between the
two: it may hold rows that must stand in no place that others read.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import exchange
from danvan.core.casework.exchange import Format
from danvan.core.text.fold import fold
from danvan.files import uploads
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.petitions.imported import ColumnMap
from danvan.petitions.imports import sheet as sheets
from danvan.petitions.imports.sheet import Sheet, Unusable
from danvan.readers import xlsx
from danvan.ui.widgets import Radios

PREFIX = "column_"


class Choice(StrEnum):
    """What to do with the file."""

    LOOK = "look"
    GOOD = "good"
    ALL = "all"
    MARK = "mark"


def format_choices() -> list[tuple[str, str]]:
    """Return the formats by name, in the reader's language."""
    language = "en" if get_language() == "en" else "vi"
    return [(code, f.name[language]) for code, f in exchange.formats().items()]


class SheetForm(forms.Form):
    """A unit and the form of its sheet."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    format = forms.ChoiceField(label=_("Kind of sheet"), choices=format_choices)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(u.pk, u.name) for u in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].pk

    @property
    def chosen_unit(self) -> Unit:
        """Return the unit of a valid form."""
        return self.units[self.cleaned_data["unit"]]

    @property
    def chosen_format(self) -> Format:
        """Return the format of a valid form."""
        return exchange.formats()[self.cleaned_data["format"]]


class ImportForm(SheetForm):
    """An uploaded register; its columns join the form once it has been read."""

    file = forms.FileField(
        label=_("Excel file"),
        help_text=_("An .xlsx of at most 20,000 rows and 10 MB. It is not kept."),
        error_messages={"required": _("Choose the Excel file.")},
    )
    choice = forms.ChoiceField(
        label=_("What to do?"),
        choices=[
            (Choice.LOOK.value, _("Look first; nothing is stored")),
            (Choice.ALL.value, _("Take in all rows, or none if one is bad")),
            (Choice.GOOD.value, _("Take in only the good rows")),
            (Choice.MARK.value, _("Give me the file back with a column of faults")),
        ],
        initial=Choice.LOOK,
        widget=Radios,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    sheet: Sheet
    data_of_file: bytes

    def read(self) -> bool:
        """Read the file of a valid form; False, with the error said, if it cannot be."""
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            self.data_of_file = uploads.read(upload)
            self.sheet = sheets.read(
                self.data_of_file, upload.name or "", self.chosen_format
            )
        except Refused as refused:
            self.add_error("file", refused.message)
        except Unusable as refused:
            self.add_error("file", str(refused))
        return not self.errors

    def places(self) -> dict[str, int]:
        """Return which column fills which field: as chosen here, once, or guessed."""
        folded = [fold(header) for header in self.sheet.headers]
        said = self._said()
        if said is None:
            stored = ColumnMap.objects.filter(
                unit=self.chosen_unit, format=self.chosen_format.code
            ).first()
            places = sheets.mapped(
                self.chosen_format, self.sheet, stored.columns if stored else None
            )
        else:
            places = {f: folded.index(h) for f, h in said.items() if h in folded}
        self._add_columns(places)
        return places

    def missing(self, places: Mapping[str, int]) -> list[str]:
        """Name the columns that must be there and are not; twice used ones too."""
        language = "en" if get_language() == "en" else "vi"
        return [
            column.header[language]
            for column in self.chosen_format.columns
            if column.needed and column.field not in places
        ]

    def confirmed(self) -> bool:
        """Say whether the file is the one that was looked at."""
        return bool(self.cleaned_data["seen"] == self.sheet.file_hash)

    def _said(self) -> dict[str, str] | None:
        """Return the columns chosen on the page, if it asked for those of this sheet."""
        known = {column.field for column in self.chosen_format.columns}
        said = {
            key.removeprefix(PREFIX): str(value)
            for key, value in self.data.items()
            if key.startswith(PREFIX)
        }
        chosen = {field: value for field, value in said.items() if field in known}
        return {f: v for f, v in chosen.items() if v} if chosen else None

    def _add_columns(self, places: Mapping[str, int]) -> None:
        language = "en" if get_language() == "en" else "vi"
        sheet = self.sheet
        offered = {
            fold(header): f"{xlsx.letters(sheet.left + place)}: {header}"
            for place, header in enumerate(sheet.headers)
            if fold(header)
        }
        for column in self.chosen_format.columns:
            if column.value == "ignored":
                continue
            place = places.get(column.field)
            field = forms.ChoiceField(
                label=column.header[language],
                choices=[("", "–"), *offered.items()],
                required=False,
            )
            name = f"{PREFIX}{column.field}"
            self.fields[name] = field
            self.initial[name] = fold(sheet.headers[place]) if place is not None else ""
        # What was chosen is shown as a first value: a file is not sent back.
        said = self.cleaned_data
        for name in ("unit", "format", "choice"):
            self.initial[name] = said[name]
        self.is_bound = False

    def columns(self) -> list[forms.BoundField]:
        """Return the controls of the columns."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]
