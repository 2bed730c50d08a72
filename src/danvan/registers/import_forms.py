"""A book's sheet as it is sent: whose, the file, and what to do with it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from danvan.core.registers.kind import Kind
from danvan.files import uploads
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.registers import sheet as sheets
from danvan.registers.sheet import Sheet, Unusable
from danvan.ui.widgets import Radios


class Choice(StrEnum):
    """What to do with the file."""

    LOOK = "look"
    GOOD = "good"
    ALL = "all"
    MARK = "mark"


class ImportForm(forms.Form):
    """A workbook, the unit of rows that name none, and what to do."""

    unit = forms.TypedChoiceField(
        label=_("Unit"),
        coerce=int,
        help_text=_("Rows with a unit of their own in the sheet go to that unit."),
    )
    file = forms.FileField(
        label=_("Excel file"),
        help_text=_("An .xlsx of at most 100,000 rows and 10 MB. It is not kept."),
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

    def __init__(
        self, *args: Any, kind: Kind, units: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(u.pk, u.name) for u in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].pk

    @property
    def chosen_unit(self) -> Unit:
        """Return the unit of a valid form."""
        return self.units[self.cleaned_data["unit"]]

    def read(self) -> bool:
        """Read the file of a valid form; False, with the error said, if it cannot be."""
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            self.data_of_file = uploads.read(upload)
            self.sheet = sheets.read(self.data_of_file, upload.name or "", self.kind)
        except Refused as refused:
            self.add_error("file", refused.message)
        except Unusable as refused:
            self.add_error("file", str(refused))
        return not self.errors

    def confirmed(self) -> bool:
        """Say whether the file is the one that was looked at."""
        return bool(self.cleaned_data["seen"] == self.sheet.file_hash)

    def again(self, choice: Choice) -> "ImportForm":
        """Return the form for the next step: a file is never sent back."""
        initial = self.cleaned_data | {
            "file": None,
            "seen": self.sheet.file_hash,
            "choice": choice,
        }
        units = list(self.units.values())
        return ImportForm(kind=self.kind, units=units, initial=initial)
