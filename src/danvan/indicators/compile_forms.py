"""What is asked of who compiles a sheet."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core.figures import number
from danvan.core.indicators import catalogue
from danvan.indicators import value_labels

_MOST = Decimal(10) ** 15
_ODD = _("Write a number as 1.234 or 1.234,5.")


class AmountField(forms.CharField):
    """A number in Vietnamese grammar: 1.234,5; also 1234.5 where it is unmistakable."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        """``places`` is how many digits after the comma the number may have."""
        self.places = places
        super().__init__(*args, max_length=40, **kwargs)

    def clean(self, value: Any) -> Decimal:
        """Return the number; a ValidationError names the cure."""
        text = super().clean(value).replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
        read = number.read(text)
        if read is None:
            raise forms.ValidationError(_ODD)
        if read.value >= _MOST:
            raise forms.ValidationError(_("The number is too large."))
        if read.value != round(read.value, self.places):
            raise forms.ValidationError(
                _("Whole things are counted here: leave out the fraction.")
                if self.places == 0
                else _("Too many digits after the comma.")
            )
        return read.value


class EntryForm(forms.Form):
    """A number where nothing counts, and where it comes from."""

    reason = forms.CharField(
        label=_("Where does the number come from?"),
        max_length=500,
        widget=forms.TextInput(),
        error_messages={"required": _("Write where the number comes from.")},
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        """``code`` is the indicator; its fields carry it as a prefix."""
        super().__init__(*args, **kwargs)
        self.prefix = code
        self.code = code
        self.fields["value"] = AmountField(
            label=pgettext_lazy("of an indicator", "Number"),
            places=places(code),
            error_messages={"required": _("Write the number, or say “nothing”.")},
        )
        self.order_fields(["value", "reason"])


def places(code: str) -> int:
    """Return how many digits after the comma an indicator may have."""
    row = catalogue.known().get(code)
    return row.decimals if row else 0


class NotesForm(forms.Form):
    """What is to be said beside the whole sheet and beside its odd lines."""

    note = forms.CharField(
        label=_("Note on the whole report"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        """``codes`` are the lines that may be explained one by one."""
        super().__init__(*args, **kwargs)
        self.codes = codes
        for code in codes:
            self.fields[f"note-{code}"] = forms.CharField(
                label=f"{code} – {value_labels.indicator_name(code)}",
                required=False,
                max_length=500,
                widget=forms.TextInput(),
            )

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields of single lines."""
        return [self[f"note-{code}"] for code in self.codes]

    @property
    def by_code(self) -> dict[str, str]:
        """The notes of single lines, as they were given."""
        return {c: self.cleaned_data.get(f"note-{c}", "") for c in self.codes}


class SendForm(forms.Form):
    """Why a place sends before every unit below it has."""

    reason = forms.CharField(
        label=_("Why is it sent before every unit below has sent?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
