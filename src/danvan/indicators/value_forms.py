"""What is asked of who gives, corrects, takes back or chooses a value."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.indicators import catalogue
from danvan.indicators import value_labels as labels
from danvan.indicators.models import Value
from danvan.ui.widgets import Radios

# Indicators that are counted in whole things; what is measured may have a fraction.
MEASURED = frozenset(
    {
        *("percent", "percentage_point", "metre", "square_metre", "million_usd"),
        *("dong", "thousand_dong", "million_dong", "billion_dong", "point", "day"),
    }
)


class ValueForm(forms.Form):
    """A value with where it comes from; or that there was none."""

    value = forms.DecimalField(
        label=_("Value"),
        localize=True,
        required=False,
        max_digits=24,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    nothing = forms.BooleanField(label=_("There was nothing to report"), required=False)
    reason = forms.CharField(
        label=_("Where does the value come from, and why does it change?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        """``code`` says whether the value may have a fraction."""
        super().__init__(*args, **kwargs)
        self.code = code

    def clean(self) -> dict[str, Any]:
        """Ask for a value with its reason, or for the word that there was none."""
        given = super().clean() or {}
        value = given.get("value")
        if given.get("nothing") and value:
            self.add_error("value", _("Give a value, or say there was none: not both."))
        elif "value" not in self.errors and not given.get("nothing"):
            self._check(value)
        if not (given.get("reason") or "").strip():
            self.add_error("reason", _("Write where the value comes from."))
        return given

    def _check(self, value: Decimal | None) -> None:
        whole = catalogue.of(self.code).unit not in MEASURED
        if value is None:
            self.add_error("value", _("Write the value, or say that there was none."))
        elif whole and value != int(value):
            self.add_error("value", _("This indicator counts whole things."))

    @property
    def amount(self) -> Decimal:
        """The number a valid form gives; zero where there was nothing."""
        value: Decimal | None = self.cleaned_data["value"]
        return Decimal(0) if value is None else value

    @property
    def step(self) -> str:
        """The worth of the last digit that was typed, of a fraction."""
        exponent = self.amount.as_tuple().exponent
        fraction = isinstance(exponent, int) and exponent < 0
        return f"{Decimal(1).scaleb(int(exponent)):f}" if fraction else ""


class ChooseForm(forms.Form):
    """Which value counts, and why."""

    value = forms.TypedChoiceField(
        label=_("Which value counts?"),
        coerce=int,
        widget=Radios,
        error_messages={"required": _("Choose a value.")},
    )
    reason = forms.CharField(
        label=_("Why this one?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why this value counts.")},
    )

    def __init__(self, *args: Any, values: Sequence[Value], **kwargs: Any) -> None:
        # It stands on one page with ValueForm, whose fields have the same names.
        kwargs.setdefault("auto_id", "choose_%s")
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [  # type: ignore[attr-defined]
            (v.pk, f"{labels.of_value(v)} – {labels.PROVENANCES[v.provenance]}")
            for v in values
        ]


class TakeBackForm(forms.Form):
    """Why a value was none."""

    reason = forms.CharField(
        label=_("Why is the value taken back?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the value is taken back.")},
    )
