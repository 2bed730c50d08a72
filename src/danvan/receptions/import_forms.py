"""A unit's own reception book as it is sent: the file, and what to do with it."""

from enum import StrEnum
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from danvan.files import uploads
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.readers.errors import Unreadable
from danvan.receptions import reading
from danvan.ui.widgets import Radios


class Choice(StrEnum):
    """What to do with the file."""

    LOOK = "look"
    GOOD = "good"
    MARK = "mark"


class ImportForm(forms.Form):
    """A book as .xlsx, the unit whose book it is, and what to do."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    file = forms.FileField(
        label=gettext_lazy("Reception book (.xlsx)"),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )
    choice = forms.ChoiceField(
        label=gettext_lazy("What to do?"),
        choices=[
            (Choice.LOOK.value, gettext_lazy("Look first; nothing is stored")),
            (Choice.GOOD.value, gettext_lazy("Take in only the good rows")),
            (
                Choice.MARK.value,
                gettext_lazy("Give me the file back with a column of faults"),
            ),
        ],
        initial=Choice.LOOK,
        widget=Radios,
    )

    data_of_file: bytes

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(u.pk, u.name) for u in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].pk

    def read(self) -> reading.Read | None:
        """Read the file of a valid form; None, with an error said, where that fails."""
        upload = self.cleaned_data["file"]
        if not str(upload.name).lower().endswith(".xlsx"):
            told = _(
                "Choose an Excel workbook (.xlsx). Save other files as .xlsx first."
            )
            self.add_error("file", told)
            return None
        try:
            self.data_of_file = uploads.read(upload)
            found = reading.read(
                self.data_of_file, upload.name, today=timezone.localdate()
            )
        except Refused as refused:
            self.add_error("file", refused.message)
            return None
        except Unreadable as refused:
            language = "en" if get_language() == "en" else "vi"
            self.add_error("file", refused.message[language])
            return None
        if found.place is None:
            self.add_error("file", _("No row of headings with “Ngày tiếp” was found."))
            return None
        return found
