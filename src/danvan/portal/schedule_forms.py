"""What is asked of who wants to come: where, and for an hour a name and a number."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.portal.forms import SendForm
from danvan.receptions import public
from danvan.receptions.public import LIMITS


class PlaceForm(forms.Form):
    """Province, then commune; both stand in the address of the page."""

    province = forms.ChoiceField(label=_("Province or city"), required=False)
    place = forms.ChoiceField(label=_("Commune, ward or special zone"), required=False)

    def __init__(self, *args: Any, province: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = [(p.code, p.name) for p in public.places(None)]
        communes = [(c.code, c.name) for c in public.places(province)]
        whole = [(province, _("The province itself"))]
        self.fields["province"].choices = provinces  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("Choose …")), *communes, *whole]  # type: ignore[attr-defined]
        self.initial = {"province": province}


def _line(label: Any, longest: int, *, tel: bool = False, **kwargs: Any) -> Any:
    attrs = {"autocomplete": "tel" if tel else "name"}
    if tel:
        attrs["inputmode"] = "tel"
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=longest, widget=widget, **kwargs)


class BookForm(SendForm):
    """Who comes; what for is not asked."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = _line(
        _("Your name"),
        LIMITS["name"],
        error_messages={"required": _("Write a name to be called by.")},
    )
    phone = _line(
        _("Telephone"),
        LIMITS["phone"],
        tel=True,
        help_text=_("You need it to cancel, and we call if the hour changes."),
        error_messages={"required": _("Write a telephone number.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)

    def clean_phone(self) -> str:
        """Refuse what cannot be called."""
        phone: str = self.cleaned_data["phone"]
        if not public.can_be_called(phone):
            raise forms.ValidationError(_("A telephone number has 8 to 15 digits."))
        return phone

    def put(self, question: Any) -> None:
        """Ask the question for people, keeping what was typed."""
        typed = {n: self.data.get(n, "") for n in ("key", "name", "phone")}
        self.ask(question)
        self.data = {**self.data, **typed}


class CancelForm(forms.Form):
    """Telephone and code of the appointment."""

    phone = _line(
        _("Telephone"),
        LIMITS["phone"],
        tel=True,
        error_messages={"required": _("Write the telephone number you gave.")},
    )
    code = forms.CharField(
        label=_("Code of the appointment"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("12 digits. Spaces do not matter."),
        error_messages={"required": _("Enter the code of the appointment.")},
    )
