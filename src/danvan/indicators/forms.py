"""What is asked of who fills a statutory form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.forms.form import MEASURED, Column


class EnterForm(forms.Form):
    """A value where nothing counts, with its reason; or that there was none."""

    nothing = forms.BooleanField(label=_("There was nothing to report"), required=False)
    value = forms.DecimalField(
        label=_("Value"),
        localize=True,
        required=False,
        min_value=0,
        max_digits=20,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Where does the value come from?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        """``column`` says whether the value may have a fraction."""
        super().__init__(*args, **kwargs)
        self.column = column

    def clean(self) -> dict[str, Any]:
        """Ask for a value with its reason, or for the word that there was none."""
        given = super().clean() or {}
        value = given.get("value")
        if given.get("nothing"):
            if value:
                self.add_error(
                    "value", _("Give a value, or say there was none: not both.")
                )
            return given
        if "value" in self.errors:
            return given
        if value is None:
            self.add_error("value", _("Write the value, or say that there was none."))
        elif self.column.unit not in MEASURED and value != int(value):
            self.add_error("value", _("This column counts whole things."))
        if not (given.get("reason") or "").strip():
            self.add_error("reason", _("Write where the value comes from."))
        return given


class NoteForm(forms.Form):
    """What is to be said beside the figures."""

    note = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenForm(forms.Form):
    """Why a signed form is opened again."""

    reason = forms.CharField(
        label=_("Why is the form opened again?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the form is opened again.")},
    )
